/** Since when a department is a silo: the same judgement for times of the same length that ended with earlier quarters. */
import { type QueryState, useQuery } from "../../api/graphql-client";
import { SiloHistoryDocument, type SiloHistoryQuery, type SiloHistoryQueryVariables, type Verdict } from "../../generated/graphql";
import { formatMonth } from "../../text/format";
import { sum } from "../../text/sentences";
import { ALL_TIME, addDays, type DateRange, monthsBefore, quarterStart, tomorrow, useView, type View } from "../../url/view-params";

const QUARTERS = 8;
/** With more reuses the eight judgements take too long. */
const MOST_EVENTS = 20_000;

interface Silo {
  group: { id: string };
  events: number;
  verdict: Verdict;
}

/** "since October 2025" by the id of the silo; empty until it is known. `silos`: those of the view, once they are loaded. */
export function useSiloSince(silos: readonly Silo[] | undefined): ReadonlyMap<string, string> {
  const { view } = useView();
  const found = silos?.filter(({ verdict }) => verdict === "SILO") ?? [];
  const isCheap = sum((silos ?? []).map(({ events }) => events)) <= MOST_EVENTS;
  const windows = earlierWindows(view.window);
  const query: QueryState<SiloHistoryQuery> = useQuery(
    SiloHistoryDocument,
    found.length && isCheap ? variablesOf(view, windows) : undefined,
  );
  const { data } = query;
  if (!data) return new Map();
  const verdicts = [data.q1, data.q2, data.q3, data.q4, data.q5, data.q6, data.q7, data.q8].map(
    ({ silos }) => new Set(silos.filter(({ verdict }) => verdict === "SILO").map(({ group }) => group.id)),
  );
  return new Map(found.map(({ group: { id } }) => [id, sinceText(id, verdicts, windows)]));
}

/** The newest first. Each ends with a quarter before the end of the window, and is as long as the window. */
export function earlierWindows(window: DateRange | undefined, now = new Date()): DateRange[] {
  const end = quarterStart(addDays(window?.to ?? tomorrow(now), -1));
  const days = window && (Date.parse(window.to) - Date.parse(window.from)) / 86_400_000;
  return Array.from({ length: QUARTERS }, (_, index) => {
    const to = monthsBefore(end, 3 * index);
    return { from: days ? addDays(to, -days) : ALL_TIME.from, to };
  });
}

/** `verdicts`: the silos of each window. */
export function sinceText(id: string, verdicts: readonly ReadonlySet<string>[], windows: readonly DateRange[]): string {
  const gap = verdicts.findIndex((silos) => !silos.has(id));
  if (gap < 0) return `for ${QUARTERS / 4} years or more`;
  const first = windows[gap - 1];
  return first ? `since ${formatMonth(first.to)}` : "new";
}

function variablesOf(view: View, windows: readonly DateRange[]): SiloHistoryQueryVariables {
  const named = Object.fromEntries(windows.map((window, index) => [`w${index + 1}`, window]));
  return { ...(named as Omit<SiloHistoryQueryVariables, "level" | "topic">), level: view.level ?? null, topic: view.topic ?? null };
}
