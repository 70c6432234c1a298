/** The lessons of a meeting: one project, one day, several lessons, each by one or several people; saved at once. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { useMay } from "../../api/caller";
import { request, toRequestError } from "../../api/graphql-client";
import { CaptureMeetingDocument, type CaptureMeetingInput, SplitNotesDocument } from "../../generated/graphql";
import { plural } from "../../text/format";
import { useRecordingRefusal } from "../../ui/acting-person";
import type { Choice } from "../../ui/combobox/combobox-options";
import { CapturedProjectCombobox, PeopleCombobox } from "../../ui/combobox/node-combobox";
import { useChangeForm } from "../../ui/forms/change-form";
import { today } from "../../ui/forms/form";
import { FormButtons } from "../../ui/forms/form-buttons";
import { Field, FieldError, FormError } from "../../ui/forms/form-field";
import { PageTitle } from "../../ui/page-title";
import { readProfile } from "../../ui/profile";
import { SimilarLessons } from "../../ui/similar-lessons";
import { reportChange } from "../../ui/undo";
import { lessonPath } from "../../url/paths";
import { addLessons, blankMeeting, type MeetingDraft, type MeetingLesson, meetingErrors, newLesson, readMeeting } from "./meeting-draft";
import { RecordSaved } from "./record-saved";

const LABELS = {
  project: "Project",
  heldOn: "Day of the meeting",
  learners: "Who was there",
  others: "Others, by name",
  notes: "Notes: one lesson per line",
  lessons: "Lessons",
};

interface Props {
  project: Choice | undefined;
  kinds: ComponentChildren;
  onAnother: () => void;
}

export function Meeting({ project, kinds, onAnother }: Props) {
  const form = useMeetingForm(project);
  const refusal = useRecordingRefusal();
  if (form.result)
    return (
      <RecordSaved title={`${plural(form.result.lessons.length, "draft")} saved`} warnings={form.result.warnings} onAnother={onAnother}>
        <ul class="plain">
          {form.result.lessons.map(({ id, title }) => (
            <li key={id}>
              <Link href={lessonPath(id)} replace>
                {title}
              </Link>
            </li>
          ))}
        </ul>
      </RecordSaved>
    );
  return (
    <>
      <PageTitle>What did the meeting teach us?</PageTitle>
      {kinds}
      <p class="lead">
        One project, one day, as many lessons as you have. Paste your notes: each bullet becomes a draft, to complete and publish later.
      </p>
      {refusal ?? (
        <form class="form record" {...form.formProps}>
          <About form={form} />
          <Notes form={form} />
          <Lessons form={form} />
          <FormError fields={Object.keys(LABELS)} errors={form.errors} />
          <FormButtons
            form={form}
            saveLabel={form.draft.lessons.length > 1 ? `Save ${form.draft.lessons.length} drafts` : "Save as draft"}
          />
          <p class="hint">Your text is kept in this tab until it is saved.</p>
        </form>
      )}
    </>
  );
}

type Form = ReturnType<typeof useMeetingForm>;

function useMeetingForm(project: Choice | undefined) {
  return useChangeForm({
    draftKey: `meeting ${project?.id ?? ""}`,
    blank: (): MeetingDraft => blankMeeting(project ?? readProfile().project, readProfile().person),
    readInput: readMeeting,
    validate: meetingErrors,
    labels: LABELS,
    send: async (input: CaptureMeetingInput & { idempotencyKey: string }) => {
      const { captureMeeting } = await request(CaptureMeetingDocument, { input });
      reportChange(`${plural(captureMeeting.lessons.length, "draft")} saved.`, captureMeeting.activity);
      return captureMeeting;
    },
  });
}

function About({ form: { draft, update, bind, field, choose } }: { form: Form }) {
  const mayCreate = useMay("CURATOR");
  const name = draft.projectText.trim();
  return (
    <>
      <div class="side-by-side">
        <CapturedProjectCombobox
          {...choose("project")}
          optional
          freeText={{ text: draft.projectText, onText: (projectText) => update({ projectText }) }}
        />
        <Field {...field("heldOn")}>
          <input type="date" max={today()} {...bind("day")} />
        </Field>
      </div>
      {!draft.project && name && mayCreate && (
        <label class="checkbox">
          <input
            type="checkbox"
            checked={draft.createProject}
            onChange={({ currentTarget }) => update({ createProject: currentTarget.checked })}
          />
          <span>{`Create “${name}” as a planned project, if there is none of this name`}</span>
        </label>
      )}
      <PeopleCombobox {...field("learners")} isRequired chosen={draft.people} onChoose={(people) => update({ people })} />
      <Field {...field("others")} optional hint="Names separated by commas. A name that is not found is kept with the drafts.">
        <input {...bind("others")} />
      </Field>
    </>
  );
}

function Notes({ form: { draft, update, bind, field } }: { form: Form }) {
  const [failure, setFailure] = useState("");
  const split = async () => {
    try {
      const { splitNotes } = await request(SplitNotesDocument, { notes: draft.notes });
      setFailure(splitNotes.length ? "" : "These notes contain no words.");
      if (splitNotes.length) update({ lessons: addLessons(draft.lessons, splitNotes), notes: "" });
    } catch (error) {
      setFailure(toRequestError(error).message);
    }
  };
  return (
    <>
      <Field
        {...field("notes")}
        optional={draft.lessons.length > 0}
        hint="Bullets, numbers, lines, or rows of a table; from Word, a mail or a chat."
      >
        <textarea rows={draft.lessons.length ? 2 : 6} {...bind("notes")} />
      </Field>
      <FieldError id="notes-failure" error={failure} />
      <div class="row">
        <button type="button" disabled={!draft.notes.trim()} onClick={() => void split()}>
          Turn the notes into lessons
        </button>
        <button type="button" onClick={() => update({ lessons: [...draft.lessons, newLesson("")] })}>
          {`Add lesson ${draft.lessons.length + 1}`}
        </button>
      </div>
    </>
  );
}

function Lessons({ form: { draft, update, errors } }: { form: Form }) {
  const change = (key: string, changes: Partial<MeetingLesson>) =>
    update({ lessons: draft.lessons.map((lesson) => (lesson.key === key ? { ...lesson, ...changes } : lesson)) });
  return (
    <>
      <FieldError id="lessons-error" error={errors.lessons} />
      {draft.lessons.map((lesson, at) => (
        <LessonCard
          key={lesson.key}
          lesson={lesson}
          name={`Lesson ${at + 1}`}
          project={draft.project}
          onChange={(changes) => change(lesson.key, changes)}
          onRemove={() => update({ lessons: draft.lessons.filter(({ key }) => key !== lesson.key) })}
        />
      ))}
    </>
  );
}

interface CardProps {
  lesson: MeetingLesson;
  name: string;
  project: Choice | undefined;
  onChange: (changes: Partial<MeetingLesson>) => void;
  onRemove: () => void;
}

function LessonCard({ lesson, name, project, onChange, onRemove }: CardProps) {
  const [isEdited, setIsEdited] = useState(false); // similar lessons are looked for where the reader works, not for 200 lessons at once
  return (
    <section class="card entry" aria-label={name}>
      <div class="between">
        <h2>{name}</h2>
        <button type="button" class="quiet" aria-label={`Remove ${name.toLowerCase()}`} onClick={onRemove}>
          Remove
        </button>
      </div>
      <Field label="What did you learn?" name="text" errors={{}}>
        <textarea
          rows={2}
          value={lesson.text}
          onFocus={() => setIsEdited(true)}
          onInput={({ currentTarget }) => onChange({ text: currentTarget.value })}
        />
      </Field>
      {isEdited && <SimilarLessons text={lesson.text} project={project} />}
      <Field
        label="Who learned it"
        name="learners"
        errors={{}}
        optional
        hint="Names separated by commas; everybody who was there if empty."
      >
        <input value={lesson.learners} onInput={({ currentTarget }) => onChange({ learners: currentTarget.value })} />
      </Field>
    </section>
  );
}
