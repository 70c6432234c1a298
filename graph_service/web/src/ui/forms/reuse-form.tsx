/** The form that records a reuse: which lesson, who, on which project, and with which outcome. */
import { request } from "../../api/graphql-client";
import { type Outcome, RecordReuseDocument, type RecordReuseInput, type RecordReuseMutation } from "../../generated/graphql";
import { OUTCOME_LABELS } from "../../text/enum-labels";
import { formatDate } from "../../text/format";
import type { Choice } from "../combobox/combobox-options";
import { LessonCombobox } from "../combobox/node-combobox";
import { Dialog } from "../dialog";
import { reportChange } from "../undo";
import { dayError } from "./draft-dates";
import { EnumSelect } from "./enum-select";
import { type FormErrors, today } from "./form";
import { Field, Warnings } from "./form-field";
import { type RecordDraft, RecordForm, type RecordFormState, useRecordForm } from "./record-form";
import { readSavings, SAVINGS_LABELS, type SavingsDraft, SavingsFields, savingsErrors } from "./savings-fields";

/** The fields of the input with their labels. */
const LABELS = {
  lesson: "Which lesson",
  person: "Who used it",
  project: "On which project",
  outcome: "Outcome",
  ...SAVINGS_LABELS,
  reusedOn: "Date, if not today",
};

export interface ReuseDraft extends RecordDraft, SavingsDraft {
  lesson: Choice | undefined;
  outcome: Outcome | "";
  reusedOn: string;
}

const BLANK_DRAFT = { outcome: "", hoursSaved: "", note: "", costAvoided: "", reusedOn: "" } as const;

type ReuseResult = RecordReuseMutation["recordReuse"];

interface Options {
  draftKey: string;
  /** What the empty draft starts with; the person and the project are the reader's unless they are given. */
  initial: Partial<ReuseDraft>;
  onSaved?: () => void;
}

export function useReuseForm({ draftKey, initial, onSaved }: Options): RecordFormState<ReuseDraft, ReuseResult> {
  return useRecordForm({
    draftKey,
    blank: (person, project): ReuseDraft => ({ ...BLANK_DRAFT, currency: "", lesson: undefined, person, project, ...initial }),
    readInput,
    validate: reuseErrors,
    labels: LABELS,
    names: ({ lesson }) => (lesson ? { [lesson.id]: lesson.name } : {}),
    person: "person",
    send: async (input: RecordReuseInput & { idempotencyKey: string }) => {
      const { recordReuse } = await request(RecordReuseDocument, { input });
      onSaved?.();
      reportChange("Reuse saved.", recordReuse.activity);
      return recordReuse;
    },
  });
}

interface FieldsProps {
  form: RecordFormState<ReuseDraft, ReuseResult>;
  /** Whether the lesson is to be chosen as well. */
  choosesLesson?: boolean;
  onCancel?: () => void;
}

export function ReuseFields({ form, choosesLesson = false, onCancel }: FieldsProps) {
  const { draft, update, bind, field, choose, errors } = form;
  const lesson = choosesLesson && <LessonCombobox {...choose("lesson")} hint="Type a word of its title." />;
  return (
    <RecordForm form={form} class="form" label="I used this lesson" saveLabel="Save" before={lesson} {...(onCancel ? { onCancel } : {})}>
      <Field {...field("outcome")} optional>
        <EnumSelect labels={OUTCOME_LABELS} none="not known yet" value={draft.outcome} onChoose={(outcome) => update({ outcome })} />
      </Field>
      <details>
        <summary>More: savings, notes …</summary>
        <div class="form">
          <SavingsFields bind={bind} errors={errors} />
          <Field {...field("reusedOn")} optional>
            <input type="date" max={today()} {...bind("reusedOn")} />
          </Field>
        </div>
      </details>
    </RecordForm>
  );
}

interface Props {
  lesson: { id: string; title: string; learnedOn: string };
  /** The project on which it was used; the reader's unless it is given. */
  project?: Choice | undefined;
  /** The currency of earlier reuses of the lesson. */
  currency?: string | undefined;
  isOpen: boolean;
  onClose: () => void;
}

/** The form for one lesson in a window. Warnings about a reuse that was saved stand on the page once the form is closed. */
export function ReuseForm({ lesson: { id, title, learnedOn }, project, currency = "", isOpen, onClose }: Props) {
  const form = useReuseForm({
    draftKey: `reuse ${id}${project ? ` ${project.id}` : ""}`,
    initial: { lesson: { id, name: title, learnedOn }, currency, ...(project ? { project } : {}) },
    onSaved: onClose,
  });
  if (!isOpen) return <Warnings warnings={form.result?.warnings ?? []} />;
  return (
    <Dialog title="I used this lesson" onClose={onClose}>
      {project && <p class="faint">{title}</p>}
      <ReuseFields form={form} onCancel={onClose} />
    </Dialog>
  );
}

function reuseErrors(draft: ReuseDraft): FormErrors {
  const day = draft.reusedOn && dayError(draft.reusedOn);
  const learnedOn = draft.lesson?.learnedOn;
  const isTooEarly = !!learnedOn && draft.reusedOn !== "" && draft.reusedOn < learnedOn;
  return {
    ...(draft.lesson ? {} : { lesson: "Pick a lesson from the list." }),
    ...savingsErrors(draft),
    ...(isTooEarly ? { reusedOn: `This lesson was learned on ${formatDate(learnedOn)}; a reuse can't be earlier.` } : {}),
    ...(day ? { reusedOn: day } : {}),
  };
}

function readInput(draft: ReuseDraft): RecordReuseInput | undefined {
  if (!draft.lesson || !draft.person || !draft.project) return undefined;
  return {
    lesson: draft.lesson.id,
    person: draft.person.id,
    project: draft.project.id,
    outcome: draft.outcome || null,
    reusedOn: draft.reusedOn || null,
    ...readSavings(draft),
  };
}
