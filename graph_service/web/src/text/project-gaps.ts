/** What is missing in the record of a project, and how to add it. */
import type { ProjectStatus } from "../generated/graphql";
import { formatDate, plural } from "./format";
import { monthsBetween } from "./project-phase";

export type Fix = "record" | "reuse" | "edit" | "assign" | "close";

export interface Gap {
  text: string;
  fix: Fix;
  /** What the link or the button says. */
  label: string;
}

export interface ProjectRecord {
  status: ProjectStatus;
  startedOn?: string | null | undefined;
  endedOn?: string | null | undefined;
  hasOwner: boolean;
  people: number;
  topics: number;
  lessons: number;
  reuses: number;
  /** The newest day of a lesson or a reuse. */
  latest?: string | undefined;
}

export const QUIET_MONTHS = 3; // without a lesson or a reuse

/** The most important first. `today` is an ISO date. */
export function findGaps(project: ProjectRecord, today: string): Gap[] {
  const isOpen = project.status === "RUNNING" || project.status === "PLANNED";
  return [
    ...overdue(project, today),
    ...(isOpen && !project.hasOwner ? [gap("No department owns the project.", "edit", "Choose the owner")] : []),
    ...recordGaps(project, today),
    ...(isOpen && !project.people ? [gap("Nobody is assigned to the project.", "assign", "Assign people")] : []),
    ...(project.startedOn ? [] : [gap("No start date.", "edit", "Set the start")]),
    ...(project.endedOn ? [] : [gap("No end date.", "edit", "Set the end")]),
    ...(isOpen && !project.topics ? [gap("No topics: lessons are suggested by wording alone.", "edit", "Add topics")] : []),
  ];
}

function gap(text: string, fix: Fix, label: string): Gap {
  return { text, fix, label };
}

function overdue({ status, endedOn }: ProjectRecord, today: string): Gap[] {
  if (status !== "RUNNING" || !endedOn || endedOn >= today) return [];
  return [gap(`The project is running, but its end was planned for ${formatDate(endedOn)}.`, "close", "Close the project")];
}

/** "Running for 7 months, no lesson yet". A project that has just begun is missing nothing. */
function recordGaps({ status, startedOn, lessons, reuses, latest }: ProjectRecord, today: string): Gap[] {
  if (status === "PLANNED") return [];
  const months = startedOn ? monthsBetween(startedOn, today) : 0;
  if (status !== "RUNNING") {
    return status === "CLOSED" && !lessons ? [gap("Closed without a lesson.", "record", "Record a lesson")] : [];
  }
  const gaps = [
    ...(lessons || months < 1 ? [] : [gap(`Running for ${plural(months, "month")}, no lesson yet.`, "record", "Record a lesson")]),
    ...(reuses || months < 1 ? [] : [gap(`Running for ${plural(months, "month")}, no reuse yet.`, "reuse", "Record a reuse")]),
  ];
  const quiet = latest ? monthsBetween(latest, today) : 0;
  if (gaps.length || quiet < QUIET_MONTHS) return gaps;
  return [gap(`${plural(quiet, "month")} without a lesson or a reuse.`, "record", "Record a lesson")];
}
