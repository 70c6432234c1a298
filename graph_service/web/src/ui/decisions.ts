/** What the reader decided about the lessons suggested to a project, remembered in this browser. */
import { signal } from "@preact/signals";
import { readStored, writeStored } from "../storage";
import { showToast } from "./toast";

export type Decision = "NOT_FOR_US" | "LATER";

export interface Decided {
  decision: Decision;
  title: string;
}

/** By the id of the lesson. */
export type Decisions = Readonly<Record<string, Decided>>;

export const DECISION_LABELS: Readonly<Record<Decision, string>> = { NOT_FOR_US: "Not for us", LATER: "Later" };

const version = signal(0); // the store itself is read anew, since another tab may have changed it

function keyOf(project: string): string {
  return `decisions ${project}`;
}

function read(project: string): Decisions {
  return readStored<Decisions>("localStorage", keyOf(project)) ?? {};
}

export function useDecisions(project: string): Decisions {
  void version.value; // the component is drawn again when it changes
  return read(project);
}

function write(project: string, lesson: string, decided: Decided | undefined): void {
  const { [lesson]: _, ...others } = read(project);
  const next = decided ? { ...others, [lesson]: decided } : others;
  writeStored("localStorage", keyOf(project), Object.keys(next).length ? next : undefined);
  version.value += 1;
}

/** Remembers a decision, or forgets it, and offers to undo that. */
export function decide(project: string, lesson: { id: string; title: string }, decision: Decision | undefined): void {
  const before = read(project)[lesson.id];
  write(project, lesson.id, decision && { decision, title: lesson.title });
  const text = decision ? `${DECISION_LABELS[decision]}: ${lesson.title}.` : `Back among the suggestions: ${lesson.title}.`;
  showToast(text, { name: "Undo", isUndo: true, run: () => write(project, lesson.id, before) });
}
