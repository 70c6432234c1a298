/** The form of a lesson. Four fields are required; everything else is folded away and optional. */

import { Link } from "wouter-preact";
import { request } from "../../api/graphql-client";
import { RecordLessonDocument, type RecordLessonMutation } from "../../generated/graphql";
import { writeStored } from "../../storage";
import { PHASE_LABELS } from "../../text/enum-labels";
import { today, useDraft, useSubmission } from "../../ui/form";
import { Field, FormError, Warnings } from "../../ui/form-field";
import { LessonsCombobox, PeopleCombobox, PersonCombobox, ProjectCombobox, TopicsCombobox } from "../../ui/node-combobox";
import { PageTitle } from "../../ui/page-title";
import { lessonPath } from "../../url/paths";
import { blankDraft, type LessonDraft, readInput } from "./lesson-draft";

const STORY_FIELDS = [
  ["context", "What happened"],
  ["wentWell", "What went well"],
  ["wentWrong", "What went wrong"],
] as const;
/** The input fields that show an error themselves. */
const FIELDS = ["title", "learners", "project", "learnedOn", "recommendation", ...STORY_FIELDS.map(([name]) => name), "topics", "buildsOn"];

interface Props {
  draftKey: string;
  /** What the draft begins with. */
  initial: Partial<LessonDraft>;
  onAnother: () => void;
}

export function LessonForm({ draftKey, initial, onAnother }: Props) {
  const { draft, update, discard } = useDraft<LessonDraft>(draftKey, () => ({ ...blankDraft(), ...initial }));
  const { busy, error, result, formProps } = useSubmission(
    () => readInput(draft),
    async (input) => {
      const { recordLesson } = await request(RecordLessonDocument, { input });
      writeStored("localStorage", "recorder", draft.person);
      discard();
      return recordLesson;
    },
  );
  if (result) return <LessonSaved result={result} onAnother={onAnother} />;
  const bind = (name: "title" | "learnedOn" | "recommendation" | (typeof STORY_FIELDS)[number][0]) => ({
    value: draft[name],
    onInput: ({ currentTarget }: { currentTarget: { value: string } }) => update({ [name]: currentTarget.value }),
  });
  return (
    <>
      <PageTitle>What did you learn?</PageTitle>
      {initial.buildsOn
        ?.filter(({ id }) => draft.buildsOn.some((lesson) => lesson.id === id))
        .map(({ id, name }) => (
          <p key={id} class="faint">{`Builds on “${name}”.`}</p>
        ))}
      <form class="form" {...formProps}>
        <Field label="In one sentence" name="title" error={error}>
          <input required maxLength={200} {...bind("title")} />
        </Field>
        <PersonCombobox
          label="Who learned it"
          name="learners"
          error={error}
          chosen={draft.person}
          onChoose={(person) => update({ person })}
          required
        />
        <ProjectCombobox
          label="On which project"
          name="project"
          error={error}
          chosen={draft.project}
          onChoose={(project) => update({ project })}
          required
        />
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
        <FormError fields={FIELDS} error={error} />
        <p>
          <button type="submit" class="main" disabled={busy}>
            {busy ? "Saving …" : "Save lesson"}
          </button>
        </p>
      </form>
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
