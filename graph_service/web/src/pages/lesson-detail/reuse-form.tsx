/** The form that records a reuse of a lesson: who, on which project, and with which outcome. */
import { useState } from "preact/hooks";
import { request } from "../../api/graphql-client";
import { type Outcome, RecordReuseDocument, type RecordReuseInput } from "../../generated/graphql";
import { OUTCOME_LABELS } from "../../text/enum-labels";
import { today } from "../../ui/form";
import { Field, Warnings } from "../../ui/form-field";
import { type RecordDraft, RecordForm, useRecordForm } from "../../ui/record-form";

/** The input fields that show an error themselves, besides person and project. */
const FIELDS = ["hoursSaved", "note", "costAvoided", "currency", "reusedOn"];

interface Draft extends RecordDraft {
  outcome: Outcome | "";
  hoursSaved: string;
  note: string;
  costAvoided: string;
  currency: string;
  reusedOn: string;
}

const BLANK_DRAFT = {
  project: undefined,
  outcome: "",
  hoursSaved: "",
  note: "",
  costAvoided: "",
  reusedOn: "",
} as const;

interface Props {
  /** The lesson's id. */
  lesson: string;
  /** The currency of earlier reuses of the lesson. */
  currency?: string | undefined;
  onRecorded: () => void;
}

export function ReuseForm({ lesson, currency = "", onRecorded }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const form = useRecordForm({
    draftKey: `reuse ${lesson}`,
    blank: (person): Draft => ({ ...BLANK_DRAFT, person, currency }),
    readInput: (draft) => readInput(lesson, draft),
    send: async (input) => {
      const { recordReuse } = await request(RecordReuseDocument, { input });
      setIsOpen(false);
      onRecorded();
      return recordReuse;
    },
  });
  const { draft, update, bind, error, result } = form;
  if (!isOpen) {
    return (
      <>
        <p>
          <button type="button" class="first" onClick={() => setIsOpen(true)}>
            I used this
          </button>{" "}
          {result && <span role="status">Reuse saved. Thank you.</span>}
        </p>
        <Warnings warnings={result?.warnings ?? []} />
      </>
    );
  }
  return (
    <RecordForm
      form={form}
      class="form note"
      label="I used this"
      person={{ label: "Who used it", name: "person" }}
      fields={FIELDS}
      saveLabel="Save"
      onCancel={() => setIsOpen(false)}
    >
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
          <Field label="Hours saved (negative if lost)" name="hoursSaved" error={error}>
            <input type="number" step="any" {...bind("hoursSaved")} />
          </Field>
          <Field label="How it went" name="note" error={error}>
            <textarea rows={2} {...bind("note")} />
          </Field>
          <div class="side-by-side">
            <Field label="Cost avoided" name="costAvoided" error={error}>
              <input type="number" min="0" step="any" {...bind("costAvoided")} />
            </Field>
            <Field label="Currency" name="currency" error={error}>
              <input
                pattern="[A-Za-z]{3}"
                maxLength={3}
                placeholder="EUR"
                required={draft.costAvoided !== ""}
                title="Three letters, like EUR"
                {...bind("currency")}
              />
            </Field>
          </div>
          <Field label="Date, if not today" name="reusedOn" error={error}>
            <input type="date" max={today()} {...bind("reusedOn")} />
          </Field>
        </div>
      </details>
    </RecordForm>
  );
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
    ...(draft.costAvoided ? { costAvoided: draft.costAvoided, currency: draft.currency.toUpperCase() } : {}),
  };
}
