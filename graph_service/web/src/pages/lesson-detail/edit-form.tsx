/** The form that revises a lesson. Only what was changed is sent. */
import { request } from "../../api/graphql-client";
import { type Phase, ReviseLessonDocument, type ReviseLessonInput } from "../../generated/graphql";
import { PHASE_LABELS } from "../../text/enum-labels";
import { languageLabels } from "../../text/languages";
import type { Choice } from "../../ui/combobox/combobox-options";
import { LessonsCombobox, PeopleCombobox, ProjectCombobox, TopicsCombobox } from "../../ui/combobox/node-combobox";
import { Dialog } from "../../ui/dialog";
import { ChangeForm, useChangeForm } from "../../ui/forms/change-form";
import { dayError } from "../../ui/forms/draft-dates";
import { EnumSelect } from "../../ui/forms/enum-select";
import { type FormErrors, today } from "../../ui/forms/form";
import { Field } from "../../ui/forms/form-field";
import { reportChange } from "../../ui/undo";
import type { LessonData } from "./page";

export interface EditDraft {
  title: string;
  recommendation: string;
  context: string;
  wentWell: string;
  wentWrong: string;
  learnedOn: string;
  phase: Phase | "";
  language: string;
  sourceUrl: string;
  projectText: string;
  learnersText: string;
  project: Choice | undefined;
  learners: Choice[];
  topics: Choice[];
  buildsOn: Choice[];
}

const TEXTS = [
  ["recommendation", "What we recommend"],
  ["context", "What happened"],
  ["wentWell", "What went well"],
  ["wentWrong", "What went wrong"],
] as const;
const LABELS = {
  title: "Title, in one sentence",
  ...Object.fromEntries(TEXTS),
  learnedOn: "Day it was learned",
  project: "Project",
  learners: "Who learned it",
  topics: "Topics",
  buildsOn: "Earlier lessons it builds on",
  phase: "When in a project is it useful?",
  language: "Language of the texts",
  sourceUrl: "Web address of the source",
  projectText: "Name of its project, which does not exist yet",
  learnersText: "Learners who were not found",
};
const MAX_TITLE = 200; // characters

export function EditForm({ lesson, onClose }: { lesson: LessonData; onClose: () => void }) {
  const form = useChangeForm({
    draftKey: `revise ${lesson.id}`,
    blank: () => toDraft(lesson),
    readInput: (draft): ReviseLessonInput => ({
      lesson: lesson.id,
      expectedRevisedAt: lesson.revisedAt ?? null,
      ...changedFields(toDraft(lesson), draft),
    }),
    validate: (draft) => editErrors(toDraft(lesson), draft),
    labels: LABELS,
    send: async (input) => {
      const { reviseLesson } = await request(ReviseLessonDocument, { input });
      onClose();
      reportChange(["Lesson saved.", ...reviseLesson.warnings].join(" "), reviseLesson.activity);
    },
  });
  const { draft, update, bind, field, choose } = form;
  return (
    <Dialog title="Edit the lesson" onClose={onClose}>
      <ChangeForm form={form} saveLabel="Save changes" onClose={onClose}>
        <Field {...field("title")} hint={`${draft.title.length} of ${MAX_TITLE} characters`}>
          <input {...bind("title")} />
        </Field>
        {TEXTS.map(([name]) => (
          <Field key={name} {...field(name)} optional>
            <textarea rows={3} {...bind(name)} />
          </Field>
        ))}
        <div class="side-by-side">
          <Field {...field("learnedOn")}>
            <input type="date" max={today()} {...bind("learnedOn")} />
          </Field>
          <Field {...field("phase")} optional>
            <EnumSelect labels={PHASE_LABELS} none="at any time" value={draft.phase} onChoose={(phase) => update({ phase })} />
          </Field>
        </div>
        <ProjectCombobox {...choose("project")} />
        {lesson.projectText && !draft.project && (
          <Field {...field("projectText")} optional>
            <input {...bind("projectText")} />
          </Field>
        )}
        <PeopleCombobox {...choose("learners")} isRequired />
        {lesson.learnersText && (
          <Field {...field("learnersText")} optional hint="Add these people above, then remove their names here.">
            <input {...bind("learnersText")} />
          </Field>
        )}
        <TopicsCombobox {...choose("topics")} />
        <LessonsCombobox {...choose("buildsOn")} />
        <Field {...field("language")} optional hint="Words are searched in all their forms in this language.">
          <EnumSelect
            labels={languageLabels(draft.language)}
            none="recognise it"
            value={draft.language}
            onChoose={(language) => update({ language })}
          />
        </Field>
        <Field {...field("sourceUrl")} optional>
          <input inputMode="url" placeholder="https://" {...bind("sourceUrl")} />
        </Field>
      </ChangeForm>
    </Dialog>
  );
}

function toDraft(lesson: LessonData): EditDraft {
  return {
    title: lesson.title,
    recommendation: lesson.recommendation ?? "",
    context: lesson.context ?? "",
    wentWell: lesson.wentWell ?? "",
    wentWrong: lesson.wentWrong ?? "",
    learnedOn: lesson.learnedOn,
    phase: lesson.phase ?? "",
    language: lesson.language ?? "",
    sourceUrl: lesson.sourceUrl ?? "",
    projectText: lesson.projectText ?? "",
    learnersText: lesson.learnersText ?? "",
    project: lesson.project ?? undefined,
    learners: lesson.learners.nodes.map(({ id, name }) => ({ id, name })),
    topics: lesson.topics.nodes.map(({ id, name }) => ({ id, name })),
    buildsOn: lesson.buildsOn.nodes.map(({ id, title }) => ({ id, name: title })),
  };
}

/** The fields of the input whose values differ; emptied texts become null. */
export function changedFields(before: EditDraft, after: EditDraft): Omit<ReviseLessonInput, "lesson"> {
  const [old, now] = [toInput(before), toInput(after)];
  return Object.fromEntries(Object.entries(now).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(old[name])));
}

function toInput(draft: EditDraft): Record<string, unknown> {
  const { project, learners, topics, buildsOn, ...texts } = draft;
  const ids = (choices: readonly Choice[]) => choices.map(({ id }) => id);
  return {
    ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text.trim() || null])),
    ...(project ? { project: project.id } : {}),
    learners: ids(learners),
    topics: ids(topics),
    buildsOn: ids(buildsOn),
  };
}

export function editErrors(before: EditDraft, draft: EditDraft): FormErrors {
  const title = draft.title.trim();
  const day = dayError(draft.learnedOn);
  return {
    ...(title ? {} : { title: "Say in one sentence what was learned." }),
    ...(title.length > MAX_TITLE ? { title: `This has ${title.length} characters; the maximum is ${MAX_TITLE}. Put the rest below.` } : {}),
    ...(day ? { learnedOn: day } : {}),
    ...(draft.learners.length ? {} : { learners: "Add at least one person who learned it." }),
    ...(draft.project || !before.project ? {} : { project: "Pick a project from the list." }),
    ...(Object.keys(changedFields(before, draft)).length ? {} : { "": "Nothing has been changed yet." }),
  };
}
