/** The sentences of the import page. */
import { formatNumber, plural } from "../../text/format";
import type { Answers, FoundTable, ImportJob, Notice, TableCount } from "./import-client";

const SINGULAR: Readonly<Record<string, string>> = {
  departments: "department",
  structure: "place of a department",
  topics: "topic",
  people: "person",
  memberships: "membership",
  projects: "project",
  ownerships: "owner of a project",
  assignments: "assignment to a project",
  lessons: "lesson",
  reuses: "reuse",
  rundowns: "rundown",
  considered: "lesson in a rundown",
  conversations: "conversation",
  tasks: "task",
  stewards: "steward of a topic",
  reviews: "review",
};
const PLURAL: Readonly<Record<string, string>> = {
  structure: "places of departments",
  people: "people",
  ownerships: "owners of projects",
  assignments: "assignments to projects",
  considered: "lessons in rundowns",
  stewards: "stewards of topics",
};

export function nounText(table: string, count = 2): string {
  const singular = SINGULAR[table] ?? table;
  return count === 1 ? singular : (PLURAL[table] ?? `${singular}s`);
}

/** "Learned by" for learnedBy. */
export function fieldText(name: string): string {
  if (name === "extra") return "Additional field";
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function titleOf(job: ImportJob | undefined): string {
  switch (job?.state) {
    case undefined:
    case "uploading":
      return "Import files";
    case "checking":
      return "The files are being checked";
    case "checked":
      return checkedTitle(job);
    case "loading":
      return "The import is running";
    case "loaded":
      return job.review ? `Imported: ${countText(job.review.counts ?? [])}` : `Import ${job.number} of the log`;
    case "undoing":
      return "The import is being undone";
    case "undone":
      return "The import is undone";
    case "failed":
      return "The import stopped";
  }
}

function checkedTitle({ review }: ImportJob): string {
  if (review?.questions.length) return `${plural(review.questions.length, "question")} before the import`;
  if (!review?.counts) return "Nothing to import";
  return review.isNothingNew ? "Nothing would change" : `To import: ${countText(review.counts)}`;
}

/** Whether a notice is about something that could not be read, or is not a table: the reader must know it before the import. */
export function isUnread({ kind }: Notice): boolean {
  return kind === "fault" || kind === "left out";
}

/** "3 lessons, 1 person". */
function countText(counts: readonly TableCount[]): string {
  const loaded = counts.map((count) => ({ table: count.table, size: count.new + count.changed })).filter(({ size }) => size);
  return loaded.map(({ table, size }) => `${formatNumber(size)} ${nounText(table, size)}`).join(", ") || "nothing";
}

export function placeOf({ file, sheet }: FoundTable): string {
  return sheet ? `${file}, sheet ${sheet}` : file;
}

export function confidenceText(confidence: number, reason: string): string {
  if (reason === "chosen") return "chosen";
  if (reason === "extra") return "nothing fits";
  return confidence >= 0.95 ? "certain" : confidence >= 0.75 ? "likely" : confidence > 0 ? "please check" : "";
}

export function sizeText(bytes: number): string {
  return bytes < 1_000_000 ? `${formatNumber(Math.max(1, Math.round(bytes / 1_000)))} kB` : `${formatNumber(bytes / 1_000_000)} MB`;
}

/** The time that the rest of a step takes at its rate so far: "about 2 min left"; "" if it is short or not known. */
export function timeLeft(seconds: number, done: number, total: number): string {
  const left = done ? (seconds / done) * (total - done) : 0;
  if (left < 3) return "";
  return left >= 90 ? `about ${Math.round(left / 60)} min left` : `about ${Math.round(left)} s left`;
}

/** Whether the answers mean the same, whatever the order of their fields. */
export function sameAnswers(a: Answers, b: Answers): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return [...value].sort();
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([key, entry]) => [key, sorted(entry)]),
  );
}
