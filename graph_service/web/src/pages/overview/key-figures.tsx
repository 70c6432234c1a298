/** The five figures of the period on one baseline. Beneath each: what it is, how it changed, and how sure it is, with a link to its evidence. */
import { Fragment } from "preact";
import { Link } from "wouter-preact";
import type { KeyFiguresFragment } from "../../generated/graphql";
import { formatNumber, formatPercent, plural } from "../../text/format";
import { evidenceLink } from "../../url/evidence-link";
import { linkWithView } from "../../url/view-params";
import { changeText, countReuses, hoursText, moneyChange, moneyText, shareOf, shareText, unusedText } from "./figures";

export interface FiguresProps {
  now: KeyFiguresFragment;
  recent: KeyFiguresFragment;
  before: KeyFiguresFragment;
  /** Whether reuses, and lessons, were recorded during the whole time before. */
  hadReuses: boolean;
  hadLessons: boolean;
  recentName: string;
  reuses: number;
  people: number;
  /** Of the lessons published. */
  retired: number;
  search: string;
}

export function KeyFigures({ now, recent, before, hadReuses, hadLessons, recentName, reuses, people, retired, search }: FiguresProps) {
  const [counts, recentCounts, countsBefore] = [now, recent, before].map(({ silos }) => countReuses(silos)) as [Counts, Counts, Counts];
  const { reported, confirmed } = now.benefits.total;
  const [recentSaved, savedBefore] = [recent.benefits.total.reported, before.benefits.total.reported];
  const known = <T,>(value: T): T | undefined => (hadReuses ? value : undefined);
  return (
    <ul class="figures">
      <Figure
        value={formatNumber(reuses)}
        name={reuses === 1 ? "reuse" : "reuses"}
        change={changeText(recentCounts.reuses, known(countsBefore.reuses), recentName)}
        evidence={people ? `recorded by ${plural(people, "person", "people")}` : "none recorded by others"}
        href={evidenceLink(search, { kind: "others" })}
      />
      <Figure
        value={formatPercent(shareOf(counts))}
        name="across departments"
        change={changeText(shareOf(recentCounts), known(shareOf(countsBefore)), recentName, shareText)}
        evidence={counts.reuses ? `${formatNumber(counts.across)} of ${plural(counts.reuses, "reuse")}` : "no reuse to compare"}
        href={evidenceLink(search, { kind: "across" })}
      />
      <Figure
        value={reported.hoursSaved == null ? "none" : hoursText(reported.hoursSaved)}
        name="saved, as reported"
        change={
          reported.hoursSaved == null
            ? ""
            : changeText(recentSaved.hoursSaved ?? 0, known(savedBefore.hoursSaved ?? 0), recentName, hoursText)
        }
        evidence={confirmed.hoursSaved ? `${hoursText(confirmed.hoursSaved)} confirmed by others` : "none confirmed by others"}
        href={evidenceLink(search, { kind: confirmed.hoursSaved ? "confirmed" : "hours" })}
      />
      <Figure
        value={moneyText(reported.costAvoided)}
        name="cost avoided, as reported"
        change={moneyChange(recentSaved.costAvoided, known(savedBefore.costAvoided), reported.costAvoided, recentName)}
        evidence={confirmed.costAvoided.length ? `${moneyText(confirmed.costAvoided)} confirmed` : "none confirmed by others"}
        href={evidenceLink(search, { kind: confirmed.costAvoided.length ? "confirmedCost" : "cost" })}
      />
      <Figure
        value={formatNumber(now.shelf.published)}
        name={now.shelf.published === 1 ? "lesson published" : "lessons published"}
        change={changeText(recent.shelf.published, hadLessons ? before.shelf.published : undefined, recentName)}
        evidence={now.shelf.published ? unusedText(now.shelf.onShelf, retired) : "none published"}
        href={linkWithView("/insights", search)}
      />
    </ul>
  );
}

type Counts = ReturnType<typeof countReuses>;

interface FigureProps {
  value: string;
  name: string;
  change: string;
  evidence: string;
  /** The address of the list behind the figure. */
  href: string;
}

function Figure({ value, name, change, evidence, href }: FigureProps) {
  return (
    <li>
      <strong>
        {value.split(" + ").map((part, index) => (
          <Fragment key={part}>
            {index > 0 && " "}
            <span class="nowrap">{index ? `+\u00a0${part}` : part}</span>
          </Fragment>
        ))}
      </strong>
      <b>{name}</b>
      <span class="change">{change}</span>
      <Link class="meta" href={href}>
        {evidence}
        <span class="visually-hidden">{`: show the evidence of ${value} ${name}`}</span>
      </Link>
    </li>
  );
}
