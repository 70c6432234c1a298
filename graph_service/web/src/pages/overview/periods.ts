/** The times that the overview looks at: the window, the 12 months that are compared with the 12 before, and the quarters of the trend. */
import { ALL_TIME, type DateRange, monthsBefore, precedingRange, tomorrow, type View } from "../../url/view-params";

export interface Periods {
  window: DateRange;
  /** The end of the window, or the whole window where it is shorter than a year. */
  recent: DateRange;
  /** As long, just before. */
  before: DateRange;
  trend: { from: string | null; to: string };
  /** "12 months", or "this period" where the window is shorter. */
  recentName: string;
}

const TREND_MONTHS = 36; // the minimum length of the trend
const COMPARED_MONTHS = 12;

export function periodsOf({ window }: Pick<View, "window">, now = new Date()): Periods {
  const today = tomorrow(now);
  const to = window && window.to < today ? window.to : today; // nothing is known of the days after today
  const yearAgo = monthsBefore(to, COMPARED_MONTHS);
  const isShort = window !== undefined && window.from > yearAgo;
  const recent = isShort ? { from: window.from, to: window.to } : { from: yearAgo, to };
  const before = isShort ? precedingRange(recent) : { from: monthsBefore(to, 2 * COMPARED_MONTHS), to: yearAgo };
  return {
    window: window ?? ALL_TIME,
    recent,
    before,
    trend: { from: window ? earlier(monthsBefore(to, TREND_MONTHS), window.from) : null, to },
    recentName: isShort ? "this period" : "12 months",
  };
}

function earlier(a: string, b: string): string {
  return [a, b].sort()[0] as string;
}

/** Whether a time may be compared: records had begun by its first day. */
export function hadBegun(before: DateRange, firstDay: string | null | undefined): boolean {
  return !!firstDay && firstDay <= before.from;
}
