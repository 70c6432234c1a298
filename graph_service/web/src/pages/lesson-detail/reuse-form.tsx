/** The form that records a reuse of a lesson: who, on which project, and with which outcome. */
import { request } from "../../api/graphql-client";
import { type Outcome, RecordReuseDocument, type RecordReuseInput } from "../../generated/graphql";
import { OUTCOME_LABELS } from "../../text/enum-labels";
import { formatDate } from "../../text/format";
import { Dialog } from "../../ui/dialog";
import { dayError } from "../../ui/draft-dates";
import { type FormErrors, today } from "../../ui/form";
import { Field, Warnings } from "../../ui/form-field";
import { type RecordDraft, RecordForm, useRecordForm } from "../../ui/record-form";
import { reportChange } from "../../ui/undo";
import { readSavings, SAVINGS_LABELS, type SavingsDraft, SavingsFields, savingsErrors } from "./savings-fields";

/** The fields of the input with their labels. */
const LABELS = {
  person: "Who used it",
  project: "On which project",
  ...SAVINGS_LABELS,
  reusedOn: "Date, if not today",
};

interface Draft extends RecordDraft, SavingsDraft {
  outcome: Outcome | "";
  reusedOn: string;
}

const BLANK_DRAFT = { outcome: "", hoursSaved: "", note: "", costAvoided: "", reusedOn: "" } as const;

interface Props {
  lesson: { id: string; title: string; learnedOn: string };
  /** The currency of earlier reuses of the lesson. */
  currency?: string | undefined;
  isOpen: boolean;
  onClose: () => void;
}

/** Warnings about a reuse that was saved stand on the page once the form is closed. */
export function ReuseForm({ lesson, currency = "", isOpen, onClose }: Props) {
  const form = useRecordForm({
    draftKey: `reuse ${lesson.id}`,
    blank: (person, project): Draft => ({ ...BLANK_DRAFT, person, project, currency }),
    readInput: (draft) => readInput(lesson.id, draft),
    validate: (draft) => reuseErrors(draft, lesson.learnedOn),
    labels: LABELS,
    names: () => ({ [lesson.id]: lesson.title }),
    person: "person",
    send: async (input) => {
      const { recordReuse } = await request(RecordReuseDocument, { input });
      onClose();
      reportChange("Reuse saved.", recordReuse.activity);
      return recordReuse;
    },
  });
  const { draft, update, bind, errors, result } = form;
  if (!isOpen) return <Warnings warnings={result?.warnings ?? []} />;
  return (
    <Dialog title="I used this lesson" onClose={onClose}>
      <RecordForm form={form} class="form" label="I used this lesson" saveLabel="Save" onCancel={onClose}>
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
            <SavingsFields bind={bind} errors={errors} />
            <Field label={LABELS.reusedOn} name="reusedOn" errors={errors} optional>
              <input type="date" max={today()} {...bind("reusedOn")} />
            </Field>
          </div>
        </details>
      </RecordForm>
    </Dialog>
  );
}

function reuseErrors(draft: Draft, learnedOn: string): FormErrors {
  const day = draft.reusedOn && dayError(draft.reusedOn);
  const isTooEarly = draft.reusedOn !== "" && draft.reusedOn < learnedOn;
  return {
    ...savingsErrors(draft),
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
    reusedOn: draft.reusedOn || null,
    ...readSavings(draft),
  };
}
