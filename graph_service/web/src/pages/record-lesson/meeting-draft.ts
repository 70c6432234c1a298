/** The lessons of a meeting as typed so far, what is wrong with them, and the input that they give. */
import type { CaptureMeetingInput } from "../../generated/graphql";
import type { Choice } from "../../ui/combobox/combobox-options";
import { newIdempotencyKey } from "../../ui/forms/draft";
import { dayError } from "../../ui/forms/draft-dates";
import { type FormErrors, today } from "../../ui/forms/form";

export interface MeetingLesson {
  /** Identifies the lesson in the form. */
  key: string;
  text: string;
  /** Names or addresses, separated by commas; empty if everybody in the meeting learned it. */
  learners: string;
}

export interface MeetingDraft {
  project: Choice | undefined;
  /** What was typed for the project, if none of the list is chosen. */
  projectText: string;
  createProject: boolean;
  day: string;
  people: Choice[];
  /** Names of people who were not found, separated by commas. */
  others: string;
  notes: string;
  lessons: MeetingLesson[];
}

export const MAX_LESSONS = 200;
const MAX_TEXT = 10_000; // characters
const LETTER = /\p{L}/u;

export function blankMeeting(project: Choice | undefined, person: Choice | undefined): MeetingDraft {
  const people = person ? [person] : [];
  return { project, projectText: "", createProject: false, day: today(), people, others: "", notes: "", lessons: [] };
}

export function newLesson(text: string): MeetingLesson {
  return { key: newIdempotencyKey(), text, learners: "" };
}

/** The lessons with those of the notes that are not among them yet. */
export function addLessons(lessons: readonly MeetingLesson[], texts: readonly string[]): MeetingLesson[] {
  const known = new Set(lessons.map(({ text }) => text));
  return [...lessons, ...texts.filter((text) => !known.has(text)).map(newLesson)];
}

export function readNames(text: string): string[] {
  return text
    .split(/[,;\n]/)
    .map((name) => name.trim())
    .filter(Boolean);
}

export function meetingErrors(draft: MeetingDraft): FormErrors {
  const { day, people, others, lessons } = draft;
  const wrong = dayError(day);
  const written = writtenLessons(lessons);
  const tooLong = written.findIndex(({ text }) => text.length > MAX_TEXT);
  return {
    ...(wrong ? { heldOn: wrong } : {}),
    ...(written.length ? {} : { notes: "Write at least one lesson: one line each." }),
    ...(written.length > MAX_LESSONS
      ? { lessons: `These are ${written.length} lessons; at most ${MAX_LESSONS} are recorded at once.` }
      : {}),
    ...(tooLong < 0 ? {} : { lessons: `Lesson ${tooLong + 1} has more than 10,000 characters.` }),
    ...(people.length || readNames(others).length || written.every(({ learners }) => readNames(learners).length)
      ? {}
      : { learners: "Add at least one person." }),
  };
}

export function readMeeting(draft: MeetingDraft): CaptureMeetingInput | undefined {
  const { project, projectText, createProject, day, people, others } = draft;
  const lessons = writtenLessons(draft.lessons);
  if (!lessons.length) return undefined;
  const name = projectText.trim();
  return {
    project: project?.id ?? (name || null),
    ...(!project && name && createProject ? { createProject } : {}),
    heldOn: day,
    learners: [...people.map(({ id }) => id), ...readNames(others)],
    lessons: lessons.map(({ text, learners }) => ({ text: text.trim(), learners: readNames(learners) })),
  };
}

function writtenLessons(lessons: readonly MeetingLesson[]): MeetingLesson[] {
  return lessons.filter(({ text }) => LETTER.test(text));
}
