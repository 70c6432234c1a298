/** The view that pages share, in the query string of their address: the window of days, the level of the organisation and the topic. */
import { useMemo } from "preact/hooks";
import { useLocation, useSearch } from "wouter-preact";

/** The changes that lead to the first page of a list. `at`: which entry the page starts or ends with, because a cursor does not say so. */
export const FIRST_PAGE = { after: undefined, before: undefined, at: undefined };

/** Days from `from` up to, but not including, `to`, as ISO dates. */
export interface DateRange {
  from: string;
  to: string;
}

export interface View {
  /** Undefined for all time. */
  window: DateRange | undefined;
  level: number | undefined;
  topic: string | undefined;
}

export const PERIODS = {
  "this-quarter": "This quarter",
  "last-quarter": "Last quarter",
  "this-year": "This year",
  year: "12 months",
  years: "3 years",
  all: "All time",
} as const;
export type Period = keyof typeof PERIODS;

/** A single year rarely has enough reuses per department for a verdict on silos. */
export const DEFAULT_PERIOD: Period = "years";

/** The window of all time. */
export const ALL_TIME: DateRange = { from: "1000-01-01", to: "9999-12-31" };

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;
const VIEW_PARAMS = ["from", "to", "span", "level", "topic"];

/** The same day of the month so many months earlier, or the last day of that month when it is shorter. */
export function monthsBefore(iso: string, months: number): string {
  const [year, month, day] = iso.split("-").map(Number) as [number, number, number];
  const first = new Date(Date.UTC(year, month - 1 - months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(day, last))).toISOString().slice(0, 10);
}

/** The range of equal length that ends where this one begins. */
export function precedingRange({ from, to }: DateRange): DateRange {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  return { from: addDays(from, -days), to: from };
}

export function addDays(iso: string, days: number): string {
  return new Date(Date.parse(iso) + days * 86_400_000).toISOString().slice(0, 10);
}

export function tomorrow(now = new Date()): string {
  return new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate() + 1)).toISOString().slice(0, 10);
}

/** The range of a period; undefined for all time. Those that are not over yet end today. */
export function periodRange(period: Period, now = new Date()): DateRange | undefined {
  const to = tomorrow(now);
  const today = addDays(to, -1);
  switch (period) {
    case "this-quarter":
      return { from: quarterStart(today), to };
    case "last-quarter":
      return { from: monthsBefore(quarterStart(today), 3), to: quarterStart(today) };
    case "this-year":
      return { from: `${today.slice(0, 4)}-01-01`, to };
    case "year":
      return { from: monthsBefore(to, 12), to };
    case "years":
      return { from: monthsBefore(to, 36), to };
    case "all":
      return undefined;
  }
}

/** The first day of the quarter that contains this day. */
export function quarterStart(iso: string): string {
  const month = Number(iso.slice(5, 7));
  return `${iso.slice(0, 4)}-${String(month - ((month - 1) % 3)).padStart(2, "0")}-01`;
}

/** Whether the text is a day of the calendar: 2025-02-30 is not. */
function isDay(text: string): boolean {
  const time = ISO_DATE.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Reads the view from a query string. Invalid values are ignored. */
export function readView(search: string, now = new Date()): View {
  const params = new URLSearchParams(search);
  const from = params.get("from") ?? "";
  const to = params.get("to") ?? "";
  const period = params.get("span") ?? DEFAULT_PERIOD;
  const level = Number.parseInt(params.get("level") ?? "", 10);
  return {
    window:
      isDay(from) && isDay(to) && from < to ? { from, to } : periodRange(period in PERIODS ? (period as Period) : DEFAULT_PERIOD, now),
    level: Number.isNaN(level) || level < 0 ? undefined : level,
    topic: params.get("topic") || undefined,
  };
}

export type ParamChanges = Record<string, string | undefined>;

/** A query string with some parameters replaced; undefined removes one. Begins with "?" unless it is empty. */
export function changeParams(search: string, changes: ParamChanges): string {
  const params = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) value ? params.set(name, value) : params.delete(name);
  return params.size ? `?${params}` : "";
}

/** The view, the query string, and a function that changes parameters of the address. A change replaces the history entry and leads to the first page of a list. */
export function useView(): { view: View; search: string; setParams: (changes: ParamChanges) => void } {
  const [, navigate] = useLocation();
  const search = useSearch();
  const view = useMemo(() => readView(search), [search]);
  const setParams = (changes: ParamChanges) =>
    navigate(location.pathname + changeParams(location.search, { ...FIRST_PAGE, ...changes }), {
      replace: true,
      state: history.state,
    });
  return { view, search, setParams };
}

/** A parameter of the address as a state: undefined while the address does not have it. */
export function useParam(name: string): [string | undefined, (value: string | undefined) => void] {
  const { search, setParams } = useView();
  return [new URLSearchParams(search).get(name) ?? undefined, (value) => setParams({ [name]: value })];
}

/** A link to another page that keeps the view and drops all other parameters. */
export function linkWithView(path: string, search: string): string {
  const params = new URLSearchParams(search);
  for (const name of [...params.keys()]) if (!VIEW_PARAMS.includes(name)) params.delete(name);
  return params.size ? `${path}?${params}` : path;
}
