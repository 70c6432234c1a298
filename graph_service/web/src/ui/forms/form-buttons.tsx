/** The end of a form: what the service wants confirmed, and the buttons. */

interface Props {
  form: { busy: boolean; questions: readonly string[] };
  saveLabel: string;
  onCancel?: (() => void) | undefined;
}

export function FormButtons({ form: { busy, questions }, saveLabel, onCancel }: Props) {
  return (
    <>
      <Questions questions={questions} />
      <div class="row">
        <button type="submit" class="first" disabled={busy}>
          {busy ? "Saving …" : questions.length ? "Save anyway" : saveLabel}
        </button>
        {onCancel && (
          <button type="button" onClick={onCancel}>
            Cancel
          </button>
        )}
      </div>
    </>
  );
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
