/** The lessons that a rundown offers. After a decision the next lesson has the focus, so that a rundown can be held with the keyboard. */
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { request } from "../../../api/graphql-client";
import { DecideLessonDocument, type Decision, type RundownOffersQuery } from "../../../generated/graphql";
import { formatDay, plural } from "../../../text/format";
import { plainText } from "../../../text/markdown";
import { suggestionReason } from "../../../text/suggestion-reason";
import { ChangeButton } from "../../../ui/change-button";
import type { Choice } from "../../../ui/combobox-options";
import { FieldError } from "../../../ui/form-field";
import { lessonPath } from "../../../url/paths";

type Offer = RundownOffersQuery["rundownOffers"][number];
type OfferedLesson = NonNullable<Offer["lesson"]>;

interface Props {
  /** The id of the rundown. */
  rundown: string;
  offers: readonly Offer[];
  /** Who decides. */
  person: Choice | undefined;
  mayDecide: boolean;
}

const BUTTONS: readonly { decision: Decision; name: string; done: string }[] = [
  { decision: "APPLY", name: "We use it", done: "is used. Its reuse waits for a rating." },
  { decision: "NOT_APPLICABLE", name: "Not for us", done: "is not for this project." },
  { decision: "LATER", name: "Later", done: "comes up again in the next phase." },
];

export function OfferList({ rundown, offers, person, mayDecide }: Props) {
  const list = useRef<HTMLOListElement>(null);
  const decided = useRef<number>(); // the place of the lesson that was decided on last
  const listed = offers.filter((offer): offer is Offer & { lesson: OfferedLesson } => !!offer.lesson);
  const ids = listed.map(({ lesson }) => lesson.id).join("\n");
  useEffect(() => {
    if (decided.current === undefined) return;
    const fields = list.current?.querySelectorAll<HTMLInputElement>("input") ?? [];
    fields[Math.min(decided.current, fields.length - 1)]?.focus();
    decided.current = undefined;
  }, [ids]);
  if (!listed.length) return <p class="empty">Every lesson that fits is decided on.</p>;
  return (
    <>
      <p class="meta">{`${plural(listed.length, "lesson")} to decide on`}</p>
      <ol class="rows suggestions offers" ref={list}>
        {listed.map((offer, index) => (
          <OfferItem
            key={offer.lesson.id}
            rundown={rundown}
            offer={offer}
            lesson={offer.lesson}
            person={person}
            mayDecide={mayDecide}
            onDecided={() => {
              decided.current = index;
            }}
          />
        ))}
      </ol>
    </>
  );
}

interface ItemProps extends Pick<Props, "rundown" | "person" | "mayDecide"> {
  offer: Offer;
  lesson: OfferedLesson;
  onDecided: () => void;
}

function OfferItem({ rundown, offer, lesson, person, mayDecide, onDecided }: ItemProps) {
  const { id, title, recommendation } = lesson;
  const [reason, setReason] = useState("");
  const [error, setError] = useState<string>();
  const field = useRef<HTMLInputElement>(null);
  const fieldId = useId();
  const hasWhatItNeeds = (decision: Decision) => {
    const missing = !person
      ? "Say above who decides."
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
    onDecided();
    return decideLesson;
  };
  return (
    <li>
      <div>
        <h3>
          <Link href={lessonPath(id)}>{title}</Link>
        </h3>
        {recommendation && <p class="recommendation">{plainText(recommendation)}</p>}
        <p class="reason">{offerReason(offer, lesson)}</p>
      </div>
      {mayDecide && (
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
      )}
    </li>
  );
}

function offerReason({ postponed, reasons }: Offer, { departments }: OfferedLesson): string {
  if (postponed) return `Postponed on ${formatDay(postponed.heldOn)}${postponed.reason ? `: ${postponed.reason}` : "."}`;
  const names = departments?.nodes.map(({ name }) => name) ?? [];
  return reasons ? suggestionReason(names, reasons) : "";
}
