/** Checks of a day against today and against a project. */
import { formatDate } from "../../text/format";
import type { Choice } from "../combobox/combobox-options";
import { today } from "./form";

const MAX_DAYS_OUTSIDE = 366; // a lesson is often written down within a year after its project, or learned while it is prepared

/** What is wrong with the day on which something happened; undefined when it may be right. */
export function dayError(day: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return "Enter a date.";
  if (day > today()) return "This day is in the future. Enter today or an earlier day.";
  return undefined;
}

/** A sentence when a day is far outside the time of a project. */
export function dayOutsideProject(day: string, project: Choice | undefined): string | undefined {
  const { name, startedOn, endedOn } = project ?? {};
  if (startedOn && daysBetween(day, startedOn) > MAX_DAYS_OUTSIDE)
    return `${formatDate(day)} is long before ${name} began on ${formatDate(startedOn)}.`;
  if (endedOn && daysBetween(endedOn, day) > MAX_DAYS_OUTSIDE)
    return `${formatDate(day)} is long after ${name} ended on ${formatDate(endedOn)}.`;
  return undefined;
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}
