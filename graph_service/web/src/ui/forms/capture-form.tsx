/** The box in which a lesson is captured in a sentence. It becomes a draft; everything else can be added later. */
import { useEffect, useRef } from "preact/hooks";
import { Link } from "wouter-preact";
import { signedInPerson, useMay } from "../../api/caller";
import { request } from "../../api/graphql-client";
import { CaptureLessonDocument, type CaptureLessonInput, type CaptureLessonMutation } from "../../generated/graphql";
import { lessonPath } from "../../url/paths";
import { ActingPersonField, useRecordingRefusal } from "../acting-person";
import type { Choice } from "../combobox/combobox-options";
import { CapturedProjectCombobox } from "../combobox/node-combobox";
import { readProfile } from "../profile";
import { SimilarLessons } from "../similar-lessons";
import { reportChange } from "../undo";
import { type CaptureDraft, captureErrors, MAX_CAPTURE, readCapture } from "./capture-draft";
import { useChangeForm } from "./change-form";
import { FormButtons } from "./form-buttons";
import { Field, FormError } from "./form-field";

export type Captured = CaptureLessonMutation["captureLesson"]["lesson"];

const LABELS = { text: "What did you learn?", project: "Project", learner: "Who learned it" };

interface Props {
  draftKey: string;
  /** What the empty box starts with. */
  initial?: Partial<CaptureDraft>;
  onSaved: (lesson: Captured) => void;
  /** Closes the box; the text is kept. */
  onCancel?: () => void;
}

export function CaptureForm({ draftKey, initial = {}, onSaved, onCancel }: Props) {
  const text = useRef<HTMLTextAreaElement>(null);
  const mayCreate = useMay("CURATOR");
  const form = useChangeForm({
    draftKey,
    blank: (): CaptureDraft => ({ ...blankCapture(readProfile()), ...initial }),
    readInput: (draft) => readCapture(draft, signedInPerson.peek() !== undefined),
    validate: (draft) => captureErrors(draft, signedInPerson.peek() !== undefined),
    labels: LABELS,
    send: async (input: CaptureLessonInput & { idempotencyKey: string }) => {
      const { captureLesson } = await request(CaptureLessonDocument, { input });
      const { lesson, activity, warnings } = captureLesson;
      onSaved(lesson);
      reportChange(["Saved as a draft.", ...warnings].join(" "), activity, { name: "Edit", href: lessonPath(lesson.id) });
      return lesson;
    },
  });
  const { draft, update, bind, field, choose, errors, formProps } = form;
  const refusal = useRecordingRefusal();
  useEffect(() => text.current?.focus(), []);
  if (refusal) return refusal;
  const isNewProject = !draft.project && draft.projectText.trim() !== "";
  return (
    <form class="form capture" {...formProps}>
      <Field {...field("text")} hint="One sentence is enough. It stays a draft that you can complete later.">
        <textarea
          rows={3}
          ref={text}
          maxLength={MAX_CAPTURE}
          aria-keyshortcuts="Control+Enter Meta+Enter"
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
          }}
          {...bind("text")}
        />
      </Field>
      <CapturedProjectCombobox
        {...choose("project")}
        optional
        freeText={{ text: draft.projectText, onText: (projectText) => update({ projectText }) }}
      />
      {isNewProject && mayCreate && (
        <label class="checkbox">
          <input
            type="checkbox"
            checked={draft.createProject}
            onChange={({ currentTarget }) => update({ createProject: currentTarget.checked })}
          />
          <span>{`Create “${draft.projectText.trim()}” as a planned project, if there is none of this name`}</span>
        </label>
      )}
      {!signedInPerson.value && <ActingPersonField {...choose("learner")} canAdd />}
      <FormError fields={Object.keys(LABELS)} errors={errors} />
      <FormButtons form={form} saveLabel="Save as draft" onCancel={onCancel} />
      <SimilarLessons text={draft.text} project={draft.project} />
      <p class="hint">
        {"Several lessons from a meeting? "}
        <Link href={meetingPath(draft.project)} onClick={onCancel}>
          Turn the notes into lessons
        </Link>
      </p>
    </form>
  );
}

function blankCapture({ person, project }: { person?: Choice | undefined; project?: Choice | undefined }): CaptureDraft {
  return { text: "", project, projectText: "", createProject: false, learner: person };
}

function meetingPath(project: Choice | undefined): string {
  return `/record?${new URLSearchParams({ mode: "meeting", ...(project ? { project: project.id } : {}) })}`;
}
