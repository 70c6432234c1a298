/** In which phase a project is, and the titles of its suggested lessons by phase. */
import type { Phase, ProjectStatus } from "../generated/graphql";
import { PROJECT_STATUS_LABELS } from "./enum-labels";
import { plural } from "./format";

interface ProjectTimes {
  status: ProjectStatus;
  startedOn?: string | null | undefined;
}

const PHASES: Readonly<Record<ProjectStatus, Phase>> = { PLANNED: "BEFORE", RUNNING: "DURING", CLOSED: "AFTER", CANCELLED: "AFTER" };

export function currentPhase(status: ProjectStatus): Phase {
  return PHASES[status];
}

export function hasEnded(status: ProjectStatus): boolean {
  return currentPhase(status) === "AFTER";
}

/**
 * The current phase first, then lessons for any time, then the other phases in their order; nothing else for a project that has ended. Null
 * stands for any time.
 */
export function phasesInOrder(status: ProjectStatus): (Phase | null)[] {
  const current = currentPhase(status);
  if (hasEnded(status)) return [current];
  return [current, null, ...(["BEFORE", "DURING", "AFTER"] as const).filter((phase) => phase !== current)];
}

const CURRENT_TITLES: Readonly<Record<Phase, string>> = {
  BEFORE: "Before the project begins",
  DURING: "While the project runs",
  AFTER: "After its end",
};
const OTHER_TITLES: Readonly<Record<Phase, string>> = {
  BEFORE: "Useful before the start, and still worth a look",
  DURING: "Useful while the project runs",
  AFTER: "Useful at the end of the project",
};

/** "While the project runs: 5 lessons to decide on". */
export function phaseTitle(phase: Phase | null, status: ProjectStatus, lessons: number): string {
  if (phase === "AFTER" && hasEnded(status)) return `${CURRENT_TITLES.AFTER}: ${plural(lessons, "lesson")} that may still be of use`;
  if (phase === currentPhase(status)) return `${CURRENT_TITLES[phase]}: ${plural(lessons, "lesson")} to decide on`;
  return `${phase ? OTHER_TITLES[phase] : "Useful at any time"}: ${plural(lessons, "lesson")}`;
}

/** The text in place of suggestions. isDecided: whether the project has decided on all of them. */
export function nothingSuggested(isDecided: boolean): string {
  return isDecided
    ? "The project has decided on every suggested lesson."
    : "There is no lesson to suggest yet. Lessons of other projects appear here if their topics or texts are similar.";
}

/** Whole months between two days, both ISO dates. */
export function monthsBetween(from: string, to: string): number {
  const [fromYear, fromMonth, fromDay] = parts(from);
  const [toYear, toMonth, toDay] = parts(to);
  return (toYear - fromYear) * 12 + toMonth - fromMonth - (toDay < fromDay ? 1 : 0);
}

function parts(day: string): [number, number, number] {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  return [year, month, date];
}

/** "Running, month 15". */
export function statusText({ status, startedOn }: ProjectTimes, today: string): string {
  const label = PROJECT_STATUS_LABELS[status];
  const name = label.charAt(0).toUpperCase() + label.slice(1);
  const isRunning = status === "RUNNING" && startedOn && startedOn <= today;
  return isRunning ? `${name}, month ${monthsBetween(startedOn, today) + 1}` : name;
}
