/** The end of a form: what the service wants confirmed, what somebody else has changed, and the buttons. */
import { reloadData } from "../../api/data-version";

interface Props {
  form: { busy: boolean; questions: readonly string[]; isConflict: boolean };
  saveLabel: string;
  onCancel?: (() => void) | undefined;
}

export function FormButtons({ form: { busy, questions, isConflict }, saveLabel, onCancel }: Props) {
  return (
    <>
      <Questions questions={questions} />
      <div class="row">
        <button type="submit" class="first" disabled={busy}>
          {busy ? "Saving …" : questions.length ? "Save anyway" : saveLabel}
        </button>
        {isConflict && (
          <button type="button" onClick={reloadData}>
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
  /** What now stands in fields that the reader has changed, too. */
  changed: Readonly<Record<string, unknown>>;
  labels: Readonly<Record<string, string>>;
}

/** The version of somebody else of fields that the reader has changed: both are there to compare, and saving keeps the reader's. */
export function ChangedByOthers({ changed, labels }: ChangedByOthersProps) {
  const fields = Object.entries(changed);
  if (!fields.length) return null;
  return (
    <div class="note" role="status">
      <p>
        <strong>Somebody else has changed this meanwhile.</strong> Your text is still in the form; saving replaces theirs:
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

/** A text, a choice or several, as a line. */
function asText(value: unknown): string {
  if (Array.isArray(value)) return value.map(asText).join(", ") || "nothing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "object" && value !== null) return String((value as { name?: string }).name ?? "");
  return value === undefined || value === null || value === "" ? "nothing" : String(value);
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
