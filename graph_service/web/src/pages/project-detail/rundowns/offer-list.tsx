/** The lessons that a rundown offers. After a decision the next lesson has the focus, so that a rundown can be held with the keyboard. */
import { useEffect, useRef } from "preact/hooks";
import { Link } from "wouter-preact";
import type { RundownOffersQuery } from "../../../generated/graphql";
import { formatDay, plural } from "../../../text/format";
import { plainText } from "../../../text/markdown";
import { suggestionReason } from "../../../text/suggestion-reason";
import type { Choice } from "../../../ui/combobox/combobox-options";
import { DecisionButtons } from "../../../ui/forms/decision-buttons";
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
  if (!listed.length) return <p class="empty">The project has decided on every lesson that fits.</p>;
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
  return (
    <li>
      <div>
        <h3>
          <Link href={lessonPath(id)}>{title}</Link>
        </h3>
        {recommendation && <p class="recommendation">{plainText(recommendation)}</p>}
        <p class="reason">{offerReason(offer, lesson)}</p>
      </div>
      {mayDecide && <DecisionButtons rundown={rundown} lesson={lesson} person={person} onDecided={onDecided} />}
    </li>
  );
}

function offerReason({ postponed, reasons }: Offer, { departments }: OfferedLesson): string {
  if (postponed) return `Postponed on ${formatDay(postponed.heldOn)}${postponed.reason ? `: ${postponed.reason}` : "."}`;
  const names = departments?.nodes.map(({ name }) => name) ?? [];
  return reasons ? suggestionReason(names, reasons) : "";
}
