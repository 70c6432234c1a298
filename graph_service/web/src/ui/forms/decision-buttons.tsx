/** The three decisions about a lesson in a rundown, and the reason for them. */
import { useId, useRef, useState } from "preact/hooks";
import { request } from "../../api/graphql-client";
import { DecideLessonDocument, type Decision } from "../../generated/graphql";
import type { Choice } from "../combobox/combobox-options";
import { ChangeButton } from "./change-button";
import { FieldError } from "./form-field";

const BUTTONS: readonly { decision: Decision; name: string; done: string }[] = [
  { decision: "APPLY", name: "We use it", done: "is used. Rate the reuse later." },
  { decision: "NOT_APPLICABLE", name: "Not for us", done: "is not for this project." },
  { decision: "LATER", name: "Later", done: "comes up again in the next phase." },
];

interface Props {
  /** The id of the rundown. */
  rundown: string;
  lesson: { id: string; title: string };
  /** Who decides. */
  person: Choice | undefined;
  onDecided?: () => void;
}

export function DecisionButtons({ rundown, lesson: { id, title }, person, onDecided }: Props) {
  const [reason, setReason] = useState("");
  const [error, setError] = useState<string>();
  const field = useRef<HTMLInputElement>(null);
  const fieldId = useId();
  const hasWhatItNeeds = (decision: Decision) => {
    const missing = !person
      ? "Say who decides."
      : decision !== "APPLY" && !reason.trim()
        ? "Say in a few words why, so that the next project knows."
        : undefined;
    setError(missing);
    if (missing) field.current?.focus();
    return !missing;
  };
  const decide = async (decision: Decision, idempotencyKey: string) => {
    const input = { rundown, lesson: id, decision, reason: reason.trim() || null, person: person?.id ?? null, idempotencyKey };
    const { decideLesson } = await request(DecideLessonDocument, { input });
    onDecided?.();
    return decideLesson;
  };
  return (
    <div class="deciding">
      <label for={fieldId} class="visually-hidden">{`Reason: ${title}`}</label>
      <input
        id={fieldId}
        ref={field}
        value={reason}
        maxLength={1000}
        placeholder="Reason"
        aria-invalid={error ? "true" : undefined}
        aria-describedby={error ? `${fieldId}-error` : undefined}
        onInput={({ currentTarget }) => setReason(currentTarget.value)}
      />
      <FieldError id={`${fieldId}-error`} error={error} />
      <div class="row">
        {BUTTONS.map(({ decision, name, done }) => (
          <ChangeButton
            key={decision}
            label={`${name}: ${title}`}
            done={`“${title}” ${done}`}
            check={() => hasWhatItNeeds(decision)}
            change={(key) => decide(decision, key)}
          >
            {name}
          </ChangeButton>
        ))}
      </div>
    </div>
  );
}
