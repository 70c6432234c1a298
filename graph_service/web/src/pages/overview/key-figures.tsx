/** The key figures of the window, each with a link to the reuses it counts and a comparison with the time before. */
import type { ComponentChildren } from "preact";
import { Link } from "wouter-preact";
import type { KeyFiguresFragment } from "../../generated/graphql";
import { formatChange, formatMoney, formatNumber, formatPercent, joinNames, plural } from "../../text/format";
import { shareAcross } from "../../text/sentences";
import { evidenceLink } from "../../url/evidence-link";
import { linkWithView } from "../../url/view-params";

interface Props {
  now: KeyFiguresFragment;
  /** The time before the window; undefined when the window is all time. */
  before: KeyFiguresFragment | undefined;
  search: string;
}

export function KeyFigures({ now, before, search }: Props) {
  const { reported, confirmed } = now.benefits.total;
  const share = shareAcross(now.flow);
  const shareBefore = before && shareAcross(before.flow);
  return (
    <dl class="key-figures">
      <KeyFigure
        name={now.flow.events === 1 ? "reuse" : "reuses"}
        values={[formatNumber(now.flow.events)]}
        href={evidenceLink(search, {})}
        bars={[now.flow.events, before?.flow.events]}
        note={formatChange(now.flow.events, before?.flow.events) || `by ${plural(now.flow.people, "person", "people")}`}
      />
      <KeyFigure
        name="of them across departments"
        values={[formatPercent(share)]}
        href={evidenceLink(search, { kind: "across" })}
        bars={[share, shareBefore]}
        note={shareBefore == null ? "" : `${formatPercent(shareBefore)} before`}
      />
      <KeyFigure
        name="hours saved, as reported"
        values={[formatNumber(reported.hoursSaved)]}
        href={evidenceLink(search, { kind: "hours" })}
        bars={[reported.hoursSaved, before?.benefits.total.reported.hoursSaved]}
        note={
          <Confirmation
            values={confirmed.hoursSaved == null ? [] : [formatNumber(confirmed.hoursSaved)]}
            isReported={reported.hoursSaved != null}
            href={evidenceLink(search, { kind: "confirmed" })}
          />
        }
      />
      <KeyFigure
        name="costs avoided, as reported"
        values={reported.costAvoided.length ? reported.costAvoided.map(formatMoney) : [formatMoney(undefined)]}
        href={evidenceLink(search, { kind: "cost" })}
        note={
          <Confirmation
            values={confirmed.costAvoided.map(formatMoney)}
            isReported={reported.costAvoided.length > 0}
            href={evidenceLink(search, { kind: "confirmedCost" })}
          />
        }
      />
      <KeyFigure
        name={now.shelf.published === 1 ? "lesson published" : "lessons published"}
        values={[formatNumber(now.shelf.published)]}
        href={linkWithView("/shelf", search)}
        bars={[now.shelf.published, before?.shelf.published]}
        note={`${formatNumber(now.shelf.onShelf)} still on the shelf`}
      />
    </dl>
  );
}

interface KeyFigureProps {
  name: string;
  values: readonly string[];
  /** The address of the list behind the figure. */
  href: string;
  /** The figure now and in the period before, drawn as bars if both are known. */
  bars?: [number | null | undefined, number | null | undefined];
  note: ComponentChildren;
}

function KeyFigure({ name, values, href, bars: [now, before] = [null, null], note }: KeyFigureProps) {
  const largest = Math.max(now ?? 0, before ?? 0);
  const barStyle = (value: number) => ({ width: `${(100 * value) / largest}%` });
  return (
    <div>
      <dt>{name}</dt>
      <dd class="large">
        <Link href={href}>
          {values.map((value) => (
            <span key={value}>{value}</span>
          ))}
          <span class="visually-hidden">{` ${name}: show the evidence`}</span>
        </Link>
      </dd>
      <dd class="detail">{note}</dd>
      {now != null && before != null && largest > 0 && (
        <dd class="bars" aria-hidden="true" title="this period, and the period before">
          <span class="now" style={barStyle(now)} />
          <span style={barStyle(before)} />
        </dd>
      )}
    </div>
  );
}

/** The part of a figure that was confirmed by somebody other than the person who reported it. */
function Confirmation({ values, isReported, href }: { values: readonly string[]; isReported: boolean; href: string }) {
  if (!isReported) return <>none reported</>;
  if (!values.length) return <>nothing confirmed by others</>;
  return (
    <>
      <Link href={href}>{joinNames(values)}</Link> confirmed by others
    </>
  );
}
