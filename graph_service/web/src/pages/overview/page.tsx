/** What changed, and what to do about it: the finding, five figures, what needs attention, and reuses per quarter. */
import { Link } from "wouter-preact";
import { useHasRole } from "../../api/caller";
import type { QueryState } from "../../api/graphql-client";
import type { FirstIntroductionsQuery, OverviewQuery } from "../../generated/graphql";
import { outsideSentence } from "../../text/empty-sentences";
import { formatPercent, plural } from "../../text/format";
import { ownReusesSentence, unattributedSentence } from "../../text/sentences";
import { silosTitle } from "../../text/silo-sentences";
import { sharesDiffer, type Trend as TrendFound } from "../../text/trend";
import { shareFinding, trendFinding } from "../../text/trend-sentences";
import { PageTitle } from "../../ui/page-title";
import { QueryResult } from "../../ui/query-result";
import { useView } from "../../url/view-params";
import { useSiloSince } from "../network/silo-since";
import { AttentionList } from "./attention-list";
import { countReuses, shareOf } from "./figures";
import { KeyFigures } from "./key-figures";
import { findingsOf, hadReusesBefore, keyFiguresOf, type OverviewData, trendOfOverview, useOverviewQueries } from "./overview-data";
import { Trend } from "./trend";

export function OverviewPage() {
  const { search } = useView();
  const { overview, recording, introductions, periods } = useOverviewQueries();
  return (
    <QueryResult query={overview} isEmpty={({ now: { exchange } }) => !exchange.cells.length}>
      {(data) => (
        <QueryResult query={recording}>
          {(recorded) => <Overview overview={{ data, recorded, periods, search }} introductions={introductions} />}
        </QueryResult>
      )}
    </QueryResult>
  );
}

function Overview({ overview, introductions }: { overview: OverviewData; introductions: QueryState<FirstIntroductionsQuery> }) {
  const { data, recorded, search } = overview;
  const { quarters, trend } = trendOfOverview(overview);
  const { count: own } = recorded.own;
  const siloSince = useSiloSince(introductions.data && data.now.silos); // after the introductions, which matter more
  return (
    <>
      <PageTitle>{overviewTitle(data, trend, hadReusesBefore(overview))}</PageTitle>
      {!countReuses(data.now.silos).reuses && <NothingReused overview={overview} />}
      <KeyFigures {...keyFiguresOf(overview)} />
      <p class="meta">{[ownReusesSentence(own), unattributedSentence(recorded.unattributed.count)].filter(Boolean).join(" ")}</p>
      <div class="two overview">
        <section aria-labelledby="attention">
          <h2 id="attention">Needs attention</h2>
          <AttentionList
            findings={{ ...findingsOf(overview, introductions.data), siloSince }}
            isLoading={!introductions.data && !introductions.error}
            error={introductions.error?.message}
          />
        </section>
        <Trend quarters={quarters} trend={trend} own={own} search={search} />
      </div>
    </>
  );
}

/** Leads on from a period without reuses, or from an empty organisation. */
function NothingReused({ overview: { recorded, periods } }: { overview: OverviewData }) {
  const { setParams, view } = useView();
  const hasRole = useHasRole();
  const hasLessons = recorded.firstLesson.nodes.length > 0;
  const [first, last] = [recorded.first.nodes[0]?.reusedOn, recorded.last.nodes[0]?.reusedOn];
  return (
    <>
      <p class="lead">{outsideSentence({ firstReuse: first, lastReuse: last, hasLessons }, view.window?.from, periods.trend.to)}</p>
      <p class="row">
        {first && view.window && (
          <button type="button" onClick={() => setParams({ from: undefined, to: undefined, span: "all" })}>
            Show all time
          </button>
        )}
        {!first && (
          <Link class="btn" href={hasLessons ? "/lessons?span=all" : "/record"}>
            {hasLessons ? "See the lessons" : "Record a lesson"}
          </Link>
        )}
        {!hasLessons && hasRole("CURATOR") && (
          <Link class="btn" href="/import">
            Import files
          </Link>
        )}
      </p>
    </>
  );
}

/** The change first; where nothing changed, how much crossed departments and what is known about silos. */
function overviewTitle({ now, recent, before }: OverviewQuery, trend: TrendFound, hadReuses: boolean): string {
  const counts = countReuses(now.silos);
  if (!counts.reuses) return trend.kind === "silent" ? (trendFinding(trend) ?? "") : "Nothing was reused in this period";
  const [late, early] = [countReuses(recent.silos), countReuses(before.silos)];
  const change = trendFinding(trend);
  if (change) return change;
  if (hadReuses && sharesDiffer({ count: late.across, of: late.reuses }, { count: early.across, of: early.reuses })) {
    return shareFinding(shareOf(early) ?? 0, shareOf(late) ?? 0);
  }
  return `${plural(counts.reuses, "reuse")}, ${formatPercent(shareOf(counts))} across departments; ${lowered(silosTitle(now.silos))}`;
}

/** The beginnings of silosTitle that are not names. */
function lowered(title: string): string {
  return title.replace(/^(No silo|Too few)/, (start) => start.toLowerCase());
}
