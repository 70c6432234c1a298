/** The lessons of one retrospective as typed so far, what is wrong with them, and the inputs that they give. */
import type { RecordLessonInput } from "../../generated/graphql";
import type { Choice } from "../../ui/combobox/combobox-options";
import { newIdempotencyKey } from "../../ui/forms/draft";
import { dayError } from "../../ui/forms/draft-dates";
import { type FormErrors, today } from "../../ui/forms/form";
import { MAX_TITLE } from "./lesson-draft";

/** A lesson that was sent: until the answer is known, it is sent again unchanged and under the same key, so that it is recorded once. */
export interface Attempt {
  key: string;
  input: RecordLessonInput;
}

export interface Entry {
  /** Identifies the entry in the form. */
  key: string;
  title: string;
  recommendation: string;
  context: string;
  learners: Choice[];
  topics: Choice[];
  buildsOn: Choice[];
  attempt?: Attempt | undefined;
  /** What the service refused, by field. */
  refused?: FormErrors | undefined;
  saved?: { id: string; isDraft: boolean } | undefined;
}

export interface RetrospectiveDraft {
  project: Choice | undefined;
  day: string;
  entries: Entry[];
}

export const MAX_LESSONS = 20; // in one form
const MAX_TEXT = 10_000; // characters

export function blankEntry(title = "", learners: readonly Choice[] = []): Entry {
  return { key: newIdempotencyKey(), title, recommendation: "", context: "", learners: [...learners], topics: [], buildsOn: [] };
}

/** Nobody is chosen as learner: whoever writes the retrospective down need not have learned anything. */
export function blankRetrospective(project: Choice | undefined): RetrospectiveDraft {
  return { project, day: today(), entries: [blankEntry()] };
}

export function isBlank({ title, recommendation, context }: Entry): boolean {
  return !(title + recommendation + context).trim();
}

/** The entries that are still to be saved. Blank ones are left out, unless there is nothing else. */
export function openEntries(entries: readonly Entry[]): Entry[] {
  const open = entries.filter(({ saved }) => !saved);
  const written = open.filter((entry) => !isBlank(entry));
  return written.length || open.length < entries.length ? written : open;
}

/** One title per line, without bullets and numbers before it. */
export function splitBullets(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*(?:[-*•–·▪◦]|\d+[.)])\s+/, "").trim())
    .filter(Boolean);
}

/** The entries with one more for each title; blank ones are filled first. All have the learners of the last entry. */
export function addTitles(entries: readonly Entry[], titles: readonly string[]): Entry[] {
  const kept = entries.filter((entry) => entry.saved || entry.attempt || !isBlank(entry));
  const learners = entries.at(-1)?.learners;
  return [...kept, ...titles.slice(0, MAX_LESSONS - kept.length).map((title) => blankEntry(title, learners))];
}

export function sharedErrors({ project, day }: RetrospectiveDraft): FormErrors {
  const wrong = dayError(day);
  return { ...(project ? {} : { project: "Pick a project from the list." }), ...(wrong ? { learnedOn: wrong } : {}) };
}

export function entryErrors({ title, learners, recommendation, context, attempt }: Entry): FormErrors {
  if (attempt) return {};
  const length = title.trim().length;
  return {
    ...(length ? {} : { title: "Say in one sentence what you learned." }),
    ...(length > MAX_TITLE ? { title: `This has ${length} characters; the maximum is ${MAX_TITLE}. Put the rest below.` } : {}),
    ...(learners.length ? {} : { learners: "Choose at least one person." }),
    ...(recommendation.length > MAX_TEXT ? { recommendation: tooLong(recommendation) } : {}),
    ...(context.length > MAX_TEXT ? { context: tooLong(context) } : {}),
  };
}

function tooLong(text: string): string {
  return `This has ${text.length} characters; the maximum is ${MAX_TEXT}.`;
}

interface Sending {
  publish: boolean;
  /** Whether an unlikely day was confirmed. */
  confirm: boolean;
}

/** What to send for an entry: what was sent before, as long as its answer is not known. */
export function attemptFor({ project, day }: RetrospectiveDraft, entry: Entry, { publish, confirm }: Sending): Attempt {
  if (entry.attempt) return entry.attempt;
  const { title, recommendation, context, learners, topics, buildsOn } = entry;
  return {
    key: newIdempotencyKey(),
    input: {
      title: title.trim(),
      learnedOn: day,
      project: project?.id ?? "",
      learners: learners.map(({ id }) => id),
      recommendation: recommendation.trim() || null,
      context: context.trim() || null,
      topics: topics.map(({ id }) => id),
      buildsOn: buildsOn.map(({ id }) => id),
      status: publish ? "PUBLISHED" : "DRAFT",
      ...(confirm ? { confirm } : {}),
    },
  };
}
