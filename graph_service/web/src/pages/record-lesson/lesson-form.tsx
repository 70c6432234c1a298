/** The form of a lesson. Four fields are required; everything else is folded away and optional. */

import type { ComponentChildren } from "preact";
import { Link } from "wouter-preact";
import { useMayPublish } from "../../api/caller";
import { request } from "../../api/graphql-client";
import { RecordLessonDocument, type RecordLessonInput } from "../../generated/graphql";
import { PHASE_LABELS } from "../../text/enum-labels";
import { DepartmentsCombobox, LessonsCombobox, PeopleCombobox, TopicsCombobox } from "../../ui/combobox/node-combobox";
import { EnumSelect } from "../../ui/forms/enum-select";
import { today } from "../../ui/forms/form";
import { Field } from "../../ui/forms/form-field";
import { RecordForm, useRecordForm } from "../../ui/forms/record-form";
import { PageTitle } from "../../ui/page-title";
import { SimilarLessons } from "../../ui/similar-lessons";
import { reportChange } from "../../ui/undo";
import { lessonPath } from "../../url/paths";
import { BuildsOnButton } from "./builds-on-button";
import { blankDraft, type LessonDraft, lessonErrors, MAX_TITLE, readInput, unlikelyValues } from "./lesson-draft";
import { RecordSaved } from "./record-saved";

const STORY_FIELDS = [
  ["context", "What happened"],
  ["wentWell", "What went well"],
  ["wentWrong", "What went wrong"],
] as const;
/** The fields of the input with their labels. */
const LABELS = {
  title: "In one sentence",
  learners: "Who learned it",
  project: "On which project",
  learnedOn: "When",
  recommendation: "What we recommend",
  ...Object.fromEntries(STORY_FIELDS),
  topics: "Topics",
  others: "Who else learned it",
  buildsOn: "Earlier lessons it builds on",
  phase: "When in a project is it useful?",
  restrictedToDepartments: "Departments that may read it",
  restrictedToPeople: "People who may read it",
};

interface Props {
  draftKey: string;
  /** Values that the empty draft starts with. */
  initial: Partial<LessonDraft>;
  /** What stands below the title: the choice between the kinds of records. */
  kinds: ComponentChildren;
  onAnother: () => void;
}

export function LessonForm({ draftKey, initial, kinds, onAnother }: Props) {
  const mayPublish = useMayPublish();
  const form = useRecordForm({
    draftKey,
    blank: (person, project) => ({ ...blankDraft(person, project), ...initial }),
    readInput: (draft) => readInput(mayPublish ? draft : { ...draft, publish: false }),
    validate: lessonErrors,
    findUnlikely: unlikelyValues,
    labels: LABELS,
    person: "learners",
    send: async (input: RecordLessonInput & { idempotencyKey: string }) => {
      const { recordLesson } = await request(RecordLessonDocument, { input });
      reportChange("Lesson saved.", recordLesson.activity);
      return recordLesson;
    },
  });
  const { draft, update, bind, field, choose, result } = form;
  if (result)
    return (
      <RecordSaved title="Lesson saved" warnings={result.warnings} onAnother={onAnother}>
        <p>
          <Link href={lessonPath(result.lesson.id)} replace>
            {result.lesson.title}
          </Link>
        </p>
      </RecordSaved>
    );
  return (
    <>
      <PageTitle>What did you learn?</PageTitle>
      {kinds}
      {initial.buildsOn
        ?.filter(({ id }) => draft.buildsOn.some((lesson) => lesson.id === id))
        .map(({ id, name }) => (
          <p key={id} class="faint">{`Builds on “${name}”.`}</p>
        ))}
      <RecordForm
        form={form}
        class="form"
        saveLabel="Save lesson"
        before={
          <>
            <Field {...field("title")} hint={`${draft.title.length} of ${MAX_TITLE} characters`}>
              <input {...bind("title")} />
            </Field>
            <SimilarLessons text={draft.title} project={draft.project}>
              {(lesson) => <BuildsOnButton lesson={lesson} buildsOn={draft.buildsOn} onBuildOn={(buildsOn) => update({ buildsOn })} />}
            </SimilarLessons>
          </>
        }
      >
        <Field {...field("learnedOn")}>
          <input type="date" max={today()} {...bind("learnedOn")} />
        </Field>
        <Field {...field("recommendation")} optional>
          <textarea rows={3} {...bind("recommendation")} />
        </Field>
        <details>
          <summary>More: what happened, topics …</summary>
          <div class="form">
            {STORY_FIELDS.map(([name]) => (
              <Field key={name} {...field(name)} optional>
                <textarea rows={3} {...bind(name)} />
              </Field>
            ))}
            <TopicsCombobox {...choose("topics")} />
            <PeopleCombobox {...choose("others")} />
            <LessonsCombobox {...choose("buildsOn")} />
            <Field {...field("phase")} optional>
              <EnumSelect labels={PHASE_LABELS} none="at any time" value={draft.phase} onChoose={(phase) => update({ phase })} />
            </Field>
            {mayPublish && (
              <label class="checkbox">
                <input
                  type="checkbox"
                  checked={draft.publish}
                  onChange={({ currentTarget }) => update({ publish: currentTarget.checked })}
                />
                <span>Publish now</span>
              </label>
            )}
            <label class="checkbox">
              <input
                type="checkbox"
                checked={draft.restricted}
                onChange={({ currentTarget }) => update({ restricted: currentTarget.checked })}
              />
              <span>Not everybody may read it</span>
            </label>
            {draft.restricted && (
              <>
                <p class="hint">Only its learners, and whoever you name here, can read it or see that it exists. Figures still count it.</p>
                <DepartmentsCombobox {...choose("restrictedToDepartments")} />
                <PeopleCombobox {...choose("restrictedToPeople")} />
              </>
            )}
          </div>
        </details>
        {!mayPublish && <p class="hint">It is saved as a draft. Submit it for review when it is ready.</p>}
      </RecordForm>
    </>
  );
}
