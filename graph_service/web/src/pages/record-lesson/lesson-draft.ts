/** What has been typed into the form of a lesson so far, and the input for the service that follows from it. */
import type { Phase, RecordLessonInput } from "../../generated/graphql";
import { readStored } from "../../storage";
import type { Choice } from "../../ui/combobox-options";
import { today } from "../../ui/form";

export interface LessonDraft {
  title: string;
  person: Choice | undefined;
  project: Choice | undefined;
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
}

export function blankDraft(): LessonDraft {
  return {
    title: "",
    person: readStored<Choice>("localStorage", "recorder"),
    project: undefined,
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
  };
}

/** Undefined until a person and a project are chosen; their fields say so. */
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
  };
}
