/** The draft of a lesson as typed so far, and the input for the service that it gives. */
import type { Phase, RecordLessonInput } from "../../generated/graphql";
import type { Choice } from "../../ui/combobox-options";
import { today } from "../../ui/form";
import type { RecordDraft } from "../../ui/record-form";

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
}

export function blankDraft(person: Choice | undefined): LessonDraft {
  return {
    title: "",
    person,
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
