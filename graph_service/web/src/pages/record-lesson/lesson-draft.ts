/** The draft of a lesson as typed so far, and the input for the service that it gives. */
import type { Phase, RecordLessonInput } from "../../generated/graphql";
import type { Choice } from "../../ui/combobox/combobox-options";
import { dayError, dayOutsideProject } from "../../ui/forms/draft-dates";
import { type FormErrors, today } from "../../ui/forms/form";
import type { RecordDraft } from "../../ui/forms/record-form";

export interface LessonDraft extends RecordDraft {
  title: string;
  learnedOn: string;
  recommendation: string;
  context: string;
  wentWell: string;
  wentWrong: string;
  others: Choice[];
  topics: Choice[];
  buildsOn: Choice[];
  phase: Phase | "";
  publish: boolean;
  restricted: boolean;
  restrictedToDepartments: Choice[];
  restrictedToPeople: Choice[];
}

export function blankDraft(person: Choice | undefined, project: Choice | undefined): LessonDraft {
  return {
    title: "",
    person,
    project,
    learnedOn: today(),
    recommendation: "",
    context: "",
    wentWell: "",
    wentWrong: "",
    others: [],
    topics: [],
    buildsOn: [],
    phase: "",
    publish: true,
    restricted: false,
    restrictedToDepartments: [],
    restrictedToPeople: [],
  };
}

export const MAX_TITLE = 200; // characters
const MAX_TEXT = 10_000;

export function lessonErrors(draft: LessonDraft): FormErrors {
  const title = draft.title.trim();
  const day = dayError(draft.learnedOn);
  return {
    ...(title ? {} : { title: "Say in one sentence what you learned." }),
    ...(title.length > MAX_TITLE ? { title: `This has ${title.length} characters; the maximum is ${MAX_TITLE}. Put the rest below.` } : {}),
    ...(day ? { learnedOn: day } : {}),
    ...Object.fromEntries(
      (["recommendation", "context", "wentWell", "wentWrong"] as const)
        .filter((name) => draft[name].length > MAX_TEXT)
        .map((name) => [name, `This has ${draft[name].length} characters; the maximum is ${MAX_TEXT}.`]),
    ),
  };
}

export function unlikelyValues({ learnedOn, project }: LessonDraft): string[] {
  return [dayOutsideProject(learnedOn, project)].filter((sentence) => sentence !== undefined);
}

export function readInput(draft: LessonDraft): RecordLessonInput | undefined {
  if (!draft.person || !draft.project) return undefined;
  return {
    title: draft.title.trim(),
    learnedOn: draft.learnedOn,
    learners: [...new Set([draft.person, ...draft.others].map(({ id }) => id))],
    project: draft.project.id,
    recommendation: draft.recommendation.trim() || null,
    context: draft.context.trim() || null,
    wentWell: draft.wentWell.trim() || null,
    wentWrong: draft.wentWrong.trim() || null,
    topics: draft.topics.map(({ id }) => id),
    buildsOn: draft.buildsOn.map(({ id }) => id),
    phase: draft.phase || null,
    status: draft.publish ? "PUBLISHED" : "DRAFT",
    ...(draft.restricted && {
      restricted: true,
      restrictedToDepartments: draft.restrictedToDepartments.map(({ id }) => id),
      restrictedToPeople: draft.restrictedToPeople.map(({ id }) => id),
    }),
  };
}
