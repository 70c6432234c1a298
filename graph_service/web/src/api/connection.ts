/** Queries that wait for a connection to the service: all of them are sent again after some seconds, or at once on request. */
import { computed, signal } from "@preact/signals";

export const RETRY_SECONDS = 5;

interface Waiting {
  retry: () => void;
  reason: string;
}

export const NO_CONNECTION = "No connection to the service.";

const waiting = signal<readonly Waiting[]>([]);
const pending = signal(0);

/** Why queries wait; undefined if none does. */
export const waitingReason = computed(() => waiting.value[0]?.reason);

/** Whether data that is shown is being asked for anew. */
export const isRefreshing = computed(() => pending.value > 0);

/** Registers a query that found no connection. Returns a function that withdraws it. */
export function awaitConnection(retry: () => void, reason = NO_CONNECTION): () => void {
  const entry = { retry, reason };
  waiting.value = [...waiting.value, entry];
  return () => {
    waiting.value = waiting.value.filter((other) => other !== entry);
  };
}

export function retryAll(): void {
  for (const { retry } of waiting.value) retry();
}

const LONGEST_REFRESH = 3_000; // milliseconds
const POLL = 25;

/** Waits until the page shows the latest data, so that a click right after a change does not conflict with that change. */
export async function awaitRefresh(): Promise<void> {
  const end = Date.now() + LONGEST_REFRESH;
  while (isRefreshing.value && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, POLL));
  await new Promise((resolve) => setTimeout(resolve, POLL)); // until it is rendered
}

/** Counts a query as being refreshed until the returned function is called. */
export function startRefresh(): () => void {
  pending.value += 1;
  return () => {
    pending.value -= 1;
  };
}
