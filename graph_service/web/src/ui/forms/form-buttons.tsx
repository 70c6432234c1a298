/** The end of a form: questions of the service, changes by somebody else, and the buttons. */
import { reloadData } from "../../api/data-version";
import { LESSON_STATUS_LABELS, OUTCOME_LABELS, PHASE_LABELS, PROJECT_STATUS_LABELS } from "../../text/enum-labels";
import { formatDaysIn } from "../../text/format";
import type { Submission } from "./form";

const ENUM_LABELS: Readonly<Record<string, string>> = {
  ...PHASE_LABELS,
  ...LESSON_STATUS_LABELS,
  ...PROJECT_STATUS_LABELS,
  ...OUTCOME_LABELS,
};

interface Props {
  form: Pick<Submission<unknown>, "busy" | "questions" | "errors" | "isConflict"> & { labels: Readonly<Record<string, string>> };
  saveLabel: string;
  onCancel?: (() => void) | undefined;
  /** Reads what has changed. */
  onShowChanges?: () => void;
}

export function FormButtons({
  form: { busy, questions, errors, isConflict, labels },
  saveLabel,
  onCancel,
  onShowChanges = reloadData,
}: Props) {
  const isOutdated = isConflict && Object.keys(errors).some((field) => field && !(field in labels)); // not a value that the reader entered
  return (
    <>
      <Questions questions={questions} />
      <div class="row">
        <button type="submit" class="first" disabled={busy}>
          {busy ? "Saving …" : questions.length ? "Save anyway" : saveLabel}
        </button>
        {isOutdated && (
          <button type="button" onClick={onShowChanges}>
            Show what has changed
          </button>
        )}
        {onCancel && (
          <button type="button" onClick={onCancel}>
            Cancel
          </button>
        )}
      </div>
    </>
  );
}

interface ChangedByOthersProps {
  /** The latest content of fields that the reader has changed as well. */
  changed: Readonly<Record<string, unknown>>;
  labels: Readonly<Record<string, string>>;
}

/** Shows somebody else's version of the fields that the reader has changed, to compare both. Saving keeps the reader's. */
export function ChangedByOthers({ changed, labels }: ChangedByOthersProps) {
  const fields = Object.entries(changed);
  if (!fields.length) return null;
  return (
    <div class="note" role="status">
      <p>
        <strong>Somebody else has changed this in the meantime.</strong> Your text is still in the form. Saving it replaces theirs:
      </p>
      <dl class="theirs">
        {fields.map(([name, value]) => (
          <div key={name}>
            <dt>{labels[name] ?? name}</dt>
            <dd>{asText(value)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** A value of any field, in one line. */
function asText(value: unknown): string {
  if (Array.isArray(value)) return value.map(asText).join(", ") || "nothing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "object" && value !== null) return String((value as { name?: string }).name ?? "");
  if (value === undefined || value === null || value === "") return "nothing";
  return ENUM_LABELS[String(value)] ?? formatDaysIn(String(value));
}

export function Questions({ questions }: { questions: readonly string[] }) {
  if (!questions.length) return null;
  return (
    <div class="note" role="alert">
      <p>
        <strong>Is this right?</strong>
      </p>
      {questions.map((question) => (
        <p key={question}>{question}</p>
      ))}
    </div>
  );
}
