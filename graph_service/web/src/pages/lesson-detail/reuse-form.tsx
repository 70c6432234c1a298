/** The form that records a reuse of a lesson: who, on which project, and with which outcome. */
import { useState } from "preact/hooks";
import { request } from "../../api/graphql-client";
import { type Outcome, RecordReuseDocument, type RecordReuseInput } from "../../generated/graphql";
import { OUTCOME_LABELS } from "../../text/enum-labels";
import { formatDate } from "../../text/format";
import { dayError } from "../../ui/draft-dates";
import { type FormErrors, today } from "../../ui/form";
import { Field, Warnings } from "../../ui/form-field";
import { type RecordDraft, RecordForm, useRecordForm } from "../../ui/record-form";
import { reportChange } from "../../ui/undo";

/** The fields of the input with their labels. */
const LABELS = {
  person: "Who used it",
  project: "On which project",
  hoursSaved: "Hours saved",
  note: "How it went",
  costAvoided: "Cost avoided",
  currency: "Currency",
  reusedOn: "Date, if not today",
};

interface Draft extends RecordDraft {
  outcome: Outcome | "";
  hoursSaved: string;
  note: string;
  costAvoided: string;
  currency: string;
  reusedOn: string;
}

const BLANK_DRAFT = {
  outcome: "",
  hoursSaved: "",
  note: "",
  costAvoided: "",
  reusedOn: "",
} as const;

interface Props {
  lesson: { id: string; title: string; learnedOn: string };
  /** The currency of earlier reuses of the lesson. */
  currency?: string | undefined;
}

export function ReuseForm({ lesson, currency = "" }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const form = useRecordForm({
    draftKey: `reuse ${lesson.id}`,
    blank: (person, project): Draft => ({ ...BLANK_DRAFT, person, project, currency }),
    readInput: (draft) => readInput(lesson.id, draft),
    validate: (draft) => reuseErrors(draft, lesson.learnedOn),
    labels: LABELS,
    names: { [lesson.id]: lesson.title },
    person: "person",
    send: async (input) => {
      const { recordReuse } = await request(RecordReuseDocument, { input });
      setIsOpen(false);
      reportChange("Reuse saved.", recordReuse.activity);
      return recordReuse;
    },
  });
  const { draft, update, bind, errors, result } = form;
  if (!isOpen) {
    return (
      <>
        <p>
          <button type="button" class="first" onClick={() => setIsOpen(true)}>
            I used this
          </button>
        </p>
        <Warnings warnings={result?.warnings ?? []} />
      </>
    );
  }
  return (
    <RecordForm form={form} class="form note" label="I used this" saveLabel="Save" onCancel={() => setIsOpen(false)}>
      <label>
        <span>Outcome</span>
        <select value={draft.outcome} onChange={({ currentTarget }) => update({ outcome: currentTarget.value as Draft["outcome"] })}>
          <option value="">not known yet</option>
          {Object.entries(OUTCOME_LABELS).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <details>
        <summary>More: savings, notes …</summary>
        <div class="form">
          <Field label={LABELS.hoursSaved} name="hoursSaved" errors={errors} optional hint="Negative if hours were lost">
            <input inputMode="decimal" {...bind("hoursSaved")} />
          </Field>
          <Field label={LABELS.note} name="note" errors={errors} optional>
            <textarea rows={2} {...bind("note")} />
          </Field>
          <div class="side-by-side">
            <Field label={LABELS.costAvoided} name="costAvoided" errors={errors} optional>
              <input inputMode="decimal" {...bind("costAvoided")} />
            </Field>
            <Field label={LABELS.currency} name="currency" errors={errors} optional>
              <input placeholder="EUR" {...bind("currency")} />
            </Field>
          </div>
          <Field label={LABELS.reusedOn} name="reusedOn" errors={errors} optional>
            <input type="date" max={today()} {...bind("reusedOn")} />
          </Field>
        </div>
      </details>
    </RecordForm>
  );
}

const NUMBER = /^-?\d+(\.\d+)?$/;
const NOT_A_NUMBER = "Write a number such as 12 or 12.5.";

function reuseErrors(draft: Draft, learnedOn: string): FormErrors {
  const day = draft.reusedOn && dayError(draft.reusedOn);
  const isTooEarly = draft.reusedOn !== "" && draft.reusedOn < learnedOn;
  return {
    ...(draft.hoursSaved && !NUMBER.test(draft.hoursSaved.trim()) ? { hoursSaved: NOT_A_NUMBER } : {}),
    ...(draft.costAvoided && !NUMBER.test(draft.costAvoided.trim()) ? { costAvoided: NOT_A_NUMBER } : {}),
    ...(draft.costAvoided.startsWith("-") ? { costAvoided: "A cost can't be negative." } : {}),
    ...(draft.costAvoided && !/^[A-Za-z]{3}$/.test(draft.currency.trim()) ? { currency: "Three letters, such as EUR." } : {}),
    ...(isTooEarly ? { reusedOn: `This lesson was learned on ${formatDate(learnedOn)}; a reuse can't be earlier.` } : {}),
    ...(day ? { reusedOn: day } : {}),
  };
}

function readInput(lesson: string, draft: Draft): RecordReuseInput | undefined {
  if (!draft.person || !draft.project) return undefined;
  return {
    lesson,
    person: draft.person.id,
    project: draft.project.id,
    outcome: draft.outcome || null,
    note: draft.note.trim() || null,
    hoursSaved: draft.hoursSaved ? Number(draft.hoursSaved) : null,
    reusedOn: draft.reusedOn || null,
    ...(draft.costAvoided ? { costAvoided: draft.costAvoided, currency: draft.currency.trim().toUpperCase() } : {}),
  };
}
