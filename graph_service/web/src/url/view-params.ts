/** What a page shows stands in its address: the window of days, the level of the organisation, the topic. So a page can be shared as it is. */
import { useMemo } from "preact/hooks";
import { useLocation, useSearch } from "wouter-preact";

export interface Days {
  from: string;
  to: string;
}

export interface View {
  /** The first day and the day after the last; nothing where all days are looked at. */
  window: Days | undefined;
  level: number | undefined;
  topic: string | undefined;
}

export const SPANS = { years: "3 years", year: "12 months", quarter: "3 months", all: "all time" } as const;
export type Span = keyof typeof SPANS;

/** In a year a department makes too few reuses for a verdict. */
export const USUAL: Span = "years";

const MONTHS: Record<Span, number | undefined> = { years: 36, year: 12, quarter: 3, all: undefined };
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The same day so many months earlier; the last of that month where it has no such day. */
export function monthsBefore(iso: string, months: number): string {
  const [year, month, day] = iso.split("-").map(Number) as [number, number, number];
  const first = new Date(Date.UTC(year, month - 1 - months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(day, last))).toISOString().slice(0, 10);
}

/** As many days before a window as it has. */
export function before({ from, to }: Days): Days {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  return { from: shifted(from, -days), to: from };
}

/** So many days later, or earlier. */
export function shifted(iso: string, days: number): string {
  return new Date(Date.parse(iso) + days * 86_400_000).toISOString().slice(0, 10);
}

export function tomorrow(now = new Date()): string {
  return new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate() + 1)).toISOString().slice(0, 10);
}

/** The window of a span up to today. */
export function windowOf(span: Span, now = new Date()): Days | undefined {
  const months = MONTHS[span],
    to = tomorrow(now);
  return months === undefined ? undefined : { from: monthsBefore(to, months), to };
}

/** What an address says; what it says wrongly is as if it said nothing. */
export function readView(search: string, now = new Date()): View {
  const given = new URLSearchParams(search);
  const from = given.get("from") ?? "",
    to = given.get("to") ?? "",
    span = given.get("span") ?? USUAL;
  const level = Number.parseInt(given.get("level") ?? "", 10);
  return {
    window: DAY.test(from) && DAY.test(to) && from < to ? { from, to } : windowOf(span in MONTHS ? (span as Span) : USUAL, now),
    level: Number.isNaN(level) || level < 0 ? undefined : level,
    topic: given.get("topic") || undefined,
  };
}

/** A search with these parts in place of what it said of them: nothing takes a part out of it. */
export function changed(search: string, parts: Record<string, string | undefined>): string {
  const next = new URLSearchParams(search);
  for (const [name, value] of Object.entries(parts)) value ? next.set(name, value) : next.delete(name);
  return next.size ? `?${next}` : "";
}

/** The view, and what changes a part of the address: nothing takes a part out of it. */
export function useView(): { view: View; search: string; set: (parts: Record<string, string | undefined>) => void } {
  const [path, go] = useLocation();
  const search = useSearch();
  const view = useMemo(() => readView(search), [search]);
  const set = (parts: Record<string, string | undefined>) => go(path + changed(search, parts));
  return { view, search, set };
}

/** A link to another page that keeps the view. */
export function keeping(path: string, search: string): string {
  const kept = new URLSearchParams(search);
  for (const name of [...kept.keys()]) if (!["from", "to", "span", "level", "topic"].includes(name)) kept.delete(name);
  return kept.size ? `${path}?${kept}` : path;
}
