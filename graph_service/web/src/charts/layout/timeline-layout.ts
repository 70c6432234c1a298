/** Where the events of a project stand on its time line: reuses on the line, lessons above it, and a stretch without either. */
import { spreadDots } from "./flags";
import type { MarkKind } from "./journey-layout";

export interface TimelineEvent {
  id: string;
  /** ISO date. */
  day: string;
  /** A lesson of the project is "built". */
  kind: MarkKind;
  /** What happened, for the mark's name. */
  text: string;
  href: string;
}

export interface TimelineData {
  startedOn: string;
  /** The last day of the project, or today. */
  end: string;
  events: readonly TimelineEvent[];
  /** The day since when nothing happened, and what is said about it. */
  silence?: { since: string; text: string } | undefined;
}

export interface TimelineLayout {
  height: number;
  /** The vertical middle of the line. */
  line: number;
  start: number;
  end: number;
  marks: { event: TimelineEvent; x: number; y: number }[];
  ticks: { x: number; text: string }[];
  silence?: { from: number; to: number; text: string } | undefined;
}

const EDGE = 10; // pixels
const TOP = 44; // for the text and the lessons
const ABOVE = 18; // a lesson stands this far above the line
const RADIUS = 8;
const MIN_TICK = 84; // pixels between two ticks
const STEPS = [1, 3, 6, 12, 24, 60, 120] as const; // months between two ticks
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export function layoutTimeline({ startedOn, end, events, silence }: TimelineData, width: number): TimelineLayout {
  const days = events.map(({ day }) => day);
  const first = [startedOn, ...days].sort()[0] ?? startedOn;
  const last = [end, ...days].sort().at(-1) ?? end;
  const span = Math.max(86_400_000, Date.parse(last) - Date.parse(first));
  const scale = (day: string) => EDGE + ((Date.parse(day) - Date.parse(first)) / span) * (width - 2 * EDGE);
  const used = events.filter(({ kind }) => kind !== "built").map(({ id, day }) => ({ id, x: scale(day), radius: RADIUS }));
  const offsets = spreadDots(used);
  const depth = Math.max(0, ...offsets.values());
  const raised = Math.max(0, ...[...offsets.values()].map((offset) => -offset));
  const line = TOP + raised;
  return {
    height: line + depth + 34,
    line,
    start: scale(startedOn),
    end: scale(end),
    marks: events.map((event) => ({
      event,
      x: scale(event.day),
      y: event.kind === "built" ? line - raised - ABOVE : line + (offsets.get(event.id) ?? 0),
    })),
    ticks: ticksBetween(first, last, (width - 2 * EDGE) / (span / 86_400_000)).map(({ day, text }) => ({ x: scale(day), text })),
    silence: silence && { from: scale(silence.since), to: scale(end), text: silence.text },
  };
}

/** The beginnings of months, so far apart that their names have room; January has its year. */
function ticksBetween(first: string, last: string, perDay: number): { day: string; text: string }[] {
  const step = STEPS.find((months) => months * 30 * perDay >= MIN_TICK) ?? 240;
  const begin = Number(first.slice(0, 4)) * 12;
  const end = Number(last.slice(0, 4)) * 12 + 11;
  const ticks = [];
  for (let month = begin; month <= end; month += step) {
    const [year, index] = [Math.floor(month / 12), month % 12];
    const day = `${year}-${String(index + 1).padStart(2, "0")}-01`;
    if (day >= first && day <= last) ticks.push({ day, text: index ? (MONTHS[index] ?? "") : String(year) });
  }
  return ticks;
}
