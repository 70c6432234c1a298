/** How recent the figures of the page are, according to `extensions.asOf`, and which of them the service is still updating. */
import { useEffect, useState } from "preact/hooks";

export interface AsOf {
  at: string | null;
  behind: number;
}

/** `time`: the point in time up to which the figures include everything, if it is known. `updating`: the service is still reading later changes. */
export interface Recency {
  time: Date | undefined;
  updating: boolean;
}

const outdated = new WeakSet<object>();
const listeners = new Set<(recency: Recency) => void>();

/** Complete figures are as recent as their response; others are as recent as the last change that they include. */
export function toRecency({ at, behind }: AsOf, now: Date): Recency {
  if (behind === 0) return { time: now, updating: false };
  return { time: at === null ? undefined : new Date(at), updating: true };
}

/** Records how recent the data of a response is. */
export function reportAsOf(data: object, asOf: AsOf): void {
  if (asOf.behind > 0) outdated.add(data);
  const recency = toRecency(asOf, new Date());
  for (const listener of listeners) listener(recency);
}

/** Whether the service was still updating these figures when it responded. */
export function isOutdated(data: unknown): boolean {
  return typeof data === "object" && data !== null && outdated.has(data);
}

/** How recent the latest figures of the page are; undefined until it has received some. */
export function useRecency(page: string): Recency | undefined {
  const [state, setState] = useState<{ page: string; recency: Recency }>();
  useEffect(() => {
    const listener = (recency: Recency) => setState({ page, recency });
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, [page]);
  return state?.page === page ? state.recency : undefined;
}
