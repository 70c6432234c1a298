/** What a page says in place of figures: what lies outside the period, or what to do first. */
import { formatDay } from "./format";

export interface Recorded {
  /** The days of the first and the last reuse up to the end of the period, if any. */
  firstReuse?: string | undefined;
  lastReuse?: string | undefined;
  hasLessons: boolean;
}

/** For a list without a filter. `noun`: "department". */
export function nothingYet(noun: string): string {
  return `There is no ${noun} yet. “Import files” on the page Admin reads your lists as they are.`;
}

/** What was recorded outside a period without reuses by others, which begins on `from`, if at all, and ends before `to`. */
export function outsideSentence({ firstReuse, lastReuse, hasLessons }: Recorded, from: string | undefined, to: string): string {
  if (firstReuse && firstReuse >= to) return `The first reuse on record dates from ${formatDay(firstReuse)}, after this period.`;
  if (lastReuse && from && lastReuse < from) return `The last reuse before this period was on ${formatDay(lastReuse)}.`;
  if (lastReuse) return "Only reuses that are not counted are on record in this period.";
  return hasLessons
    ? "Lessons are on record, but no reuse yet. A reuse is recorded on the page of its lesson."
    : "No lesson has been recorded yet. Import the registers and lists that you have, or record the first lesson. To look at a demonstration first, ask whoever runs the service to load it with “graph-service seed”.";
}
