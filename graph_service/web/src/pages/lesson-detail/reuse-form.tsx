/** The form that records a reuse of a lesson: who, on which project, and with which outcome. */
import { useState } from "preact/hooks";
import { request } from "../../api/graphql-client";
import { type Outcome, RecordReuseDocument, type RecordReuseInput } from "../../generated/graphql";
import { readStored, writeStored } from "../../storage";
import { OUTCOME_LABELS } from "../../text/enum-labels";
import type { Choice } from "../../ui/combobox-options";
import { today, useDraft, useSubmission } from "../../ui/form";
import { Field, FormError, Warnings } from "../../ui/form-field";
import { PersonCombobox, ProjectCombobox } from "../../ui/node-combobox";

/** The input fields that show an error themselves. */
const FIELDS = ["person", "project", "hoursSaved", "note", "costAvoided", "currency", "reusedOn"];

interface Draft {
  person: Choice | undefined;
  project: Choice | undefined;
  outcome: Outcome | "";
  hoursSaved: string;
  note: string;
  costAvoided: string;
  currency: string;
  reusedOn: string;
}

interface Props {
  /** The lesson's id. */
  lesson: string;
  /** The currency of earlier reuses of the lesson. */
  currency?: string | undefined;
  onRecorded: () => void;
}

export function ReuseForm({ lesson, currency = "", onRecorded }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const { draft, update, discard } = useDraft<Draft>(`reuse ${lesson}`, () => ({ ...blankDraft(), currency }));
  const { busy, error, result, formProps } = useSubmission(
    () => readInput(lesson, draft),
    async (input) => {
      const { recordReuse } = await request(RecordReuseDocument, { input });
      writeStored("localStorage", "recorder", draft.person);
      discard();
      setIsOpen(false);
      onRecorded();
      return recordReuse;
    },
  );
  if (!isOpen) {
    return (
      <>
        <p>
          <button type="button" class="main" onClick={() => setIsOpen(true)}>
            I used this
          </button>{" "}
          {result && <span role="status">Reuse saved. Thank you.</span>}
        </p>
        <Warnings warnings={result?.warnings ?? []} />
      </>
    );
  }
  const bind = (name: "hoursSaved" | "note" | "costAvoided" | "currency" | "reusedOn") => ({
    value: draft[name],
    onInput: ({ currentTarget }: { currentTarget: { value: string } }) => update({ [name]: currentTarget.value }),
  });
  return (
    <form class="form note" aria-label="I used this" {...formProps}>
      <PersonCombobox
        label="Who used it"
        name="person"
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
      <FormError fields={FIELDS} error={error} />
      <p>
        <button type="submit" class="main" disabled={busy}>
          {busy ? "Saving …" : "Save"}
        </button>{" "}
        <button type="button" onClick={() => setIsOpen(false)}>
          Cancel
        </button>
      </p>
    </form>
  );
}

function blankDraft(): Omit<Draft, "currency"> {
  const person = readStored<Choice>("localStorage", "recorder");
  return { person, project: undefined, outcome: "", hoursSaved: "", note: "", costAvoided: "", reusedOn: "" };
}

/** Undefined until a person and a project are chosen; their fields say so. */
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
