/** The form of a lesson. Four fields are required; everything else is folded away and optional. */

import { Link } from "wouter-preact";
import { request } from "../../api/graphql-client";
import { RecordLessonDocument, type RecordLessonMutation } from "../../generated/graphql";
import { PHASE_LABELS } from "../../text/enum-labels";
import { today } from "../../ui/form";
import { Field, Warnings } from "../../ui/form-field";
import { LessonsCombobox, PeopleCombobox, TopicsCombobox } from "../../ui/node-combobox";
import { PageTitle } from "../../ui/page-title";
import { RecordForm, useRecordForm } from "../../ui/record-form";
import { lessonPath } from "../../url/paths";
import { blankDraft, type LessonDraft, readInput } from "./lesson-draft";

const STORY_FIELDS = [
  ["context", "What happened"],
  ["wentWell", "What went well"],
  ["wentWrong", "What went wrong"],
] as const;
/** The input fields that show an error themselves, besides person and project. */
const FIELDS = ["title", "learnedOn", "recommendation", ...STORY_FIELDS.map(([name]) => name), "topics", "buildsOn"];

interface Props {
  draftKey: string;
  /** Values that the empty draft starts with. */
  initial: Partial<LessonDraft>;
  onAnother: () => void;
}

export function LessonForm({ draftKey, initial, onAnother }: Props) {
  const form = useRecordForm({
    draftKey,
    blank: (person) => ({ ...blankDraft(person), ...initial }),
    readInput,
    send: async (input) => (await request(RecordLessonDocument, { input })).recordLesson,
  });
  const { draft, update, bind, error, result } = form;
  if (result) return <LessonSaved result={result} onAnother={onAnother} />;
  return (
    <>
      <PageTitle>What did you learn?</PageTitle>
      {initial.buildsOn
        ?.filter(({ id }) => draft.buildsOn.some((lesson) => lesson.id === id))
        .map(({ id, name }) => (
          <p key={id} class="faint">{`Builds on “${name}”.`}</p>
        ))}
      <RecordForm
        form={form}
        class="form"
        person={{ label: "Who learned it", name: "learners" }}
        fields={FIELDS}
        saveLabel="Save lesson"
        before={
          <Field label="In one sentence" name="title" error={error}>
            <input required maxLength={200} {...bind("title")} />
          </Field>
        }
      >
        <Field label="When" name="learnedOn" error={error}>
          <input type="date" required max={today()} {...bind("learnedOn")} />
        </Field>
        <Field label="What we recommend" name="recommendation" error={error}>
          <textarea rows={3} {...bind("recommendation")} />
        </Field>
        <details>
          <summary>More: what happened, topics …</summary>
          <div class="form">
            {STORY_FIELDS.map(([name, label]) => (
              <Field key={name} label={label} name={name} error={error}>
                <textarea rows={3} {...bind(name)} />
              </Field>
            ))}
            <TopicsCombobox label="Topics" name="topics" error={error} chosen={draft.topics} onChoose={(topics) => update({ topics })} />
            <PeopleCombobox label="Who else learned it" chosen={draft.others} onChoose={(others) => update({ others })} />
            <LessonsCombobox
              label="Earlier lessons it builds on"
              name="buildsOn"
              error={error}
              chosen={draft.buildsOn}
              onChoose={(buildsOn) => update({ buildsOn })}
            />
            <label>
              <span>When in a project is it useful?</span>
              <select value={draft.phase} onChange={({ currentTarget }) => update({ phase: currentTarget.value as LessonDraft["phase"] })}>
                <option value="">at any time</option>
                {Object.entries(PHASE_LABELS).map(([value, label]) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </select>
            </label>
            <label class="checkbox">
              <input type="checkbox" checked={draft.publish} onChange={({ currentTarget }) => update({ publish: currentTarget.checked })} />
              <span>Publish now</span>
            </label>
          </div>
        </details>
      </RecordForm>
    </>
  );
}

interface LessonSavedProps {
  result: RecordLessonMutation["recordLesson"];
  onAnother: () => void;
}

/** Its link replaces this page in the history, so that Back leads to the page before the form. */
function LessonSaved({ result: { lesson, warnings }, onAnother }: LessonSavedProps) {
  return (
    <>
      <PageTitle>Lesson saved</PageTitle>
      <Warnings warnings={warnings} />
      <p>
        <Link href={lessonPath(lesson.id)} replace>
          {lesson.title}
        </Link>
      </p>
      <button type="button" onClick={onAnother}>
        Record another
      </button>
    </>
  );
}
