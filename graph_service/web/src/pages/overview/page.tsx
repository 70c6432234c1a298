/** What changed, and what to do about it: the finding, five figures, what needs attention, and reuses per quarter. */
import { useDirectory } from "../../api/directory";
import { type QueryState, useQuery } from "../../api/graphql-client";
import {
  FirstIntroductionsDocument,
  type FirstIntroductionsQuery,
  OverviewDocument,
  type OverviewQuery,
  RecordingDocument,
  type RecordingQuery,
} from "../../generated/graphql";
import { formatPercent, plural } from "../../text/format";
import { ownReusesSentence } from "../../text/sentences";
import { silosTitle } from "../../text/silo-sentences";
import { type Quarter, sharesDiffer, type Trend as TrendFound, trendOf } from "../../text/trend";
import { shareFinding, trendFinding } from "../../text/trend-sentences";
import { PageTitle } from "../../ui/page-title";
import { QueryResult } from "../../ui/query-result";
import { useView } from "../../url/view-params";
import { AttentionList } from "./attention-list";
import { countReuses, shareOf } from "./figures";
import { KeyFigures } from "./key-figures";
import { hadBegun, type Periods, periodsOf } from "./periods";
import { recordingVariables } from "./recording";
import { Trend } from "./trend";

export function OverviewPage() {
  const { view, search } = useView();
  const { data: directory } = useDirectory();
  const periods = periodsOf(view);
  const { window, recent, before, trend } = periods;
  const filters = { level: view.level ?? null, topic: view.topic ?? null };
  const overview = useQuery(OverviewDocument, { window, recent, before, trend, ...filters });
  const recording = useQuery(RecordingDocument, recordingVariables(directory, view, trend.to));
  // After the overview, because both take longer when they run at the same time.
  const introductions = useQuery(FirstIntroductionsDocument, overview.data && { window, ...filters });
  return (
    <QueryResult query={overview} isEmpty={({ now: { exchange } }) => !exchange.cells.length}>
      {(data) => (
        <QueryResult query={recording}>
          {(recorded) => <Overview data={data} recorded={recorded} introductions={introductions} periods={periods} search={search} />}
        </QueryResult>
      )}
    </QueryResult>
  );
}

interface Props {
  data: OverviewQuery;
  recorded: RecordingQuery;
  introductions: QueryState<FirstIntroductionsQuery>;
  periods: Periods;
  search: string;
}

function Overview({ data, recorded, introductions, periods, search }: Props) {
  const { now, recent, before } = data;
  const quarters = quartersOf(data.trend.timeline);
  const trend = trendOf(quarters, recorded.last.nodes[0]?.reusedOn);
  const hadReuses = hadBegun(periods.before, recorded.first.nodes[0]?.reusedOn);
  const { count: own } = recorded.own;
  return (
    <>
      <PageTitle>{overviewTitle(data, trend, hadReuses)}</PageTitle>
      <KeyFigures
        now={now}
        recent={recent}
        before={before}
        hadReuses={hadReuses}
        hadLessons={hadBegun(periods.before, recorded.firstLesson.nodes[0]?.publishedOn)}
        recentName={periods.recentName}
        reuses={recorded.others.count}
        people={recorded.people.totalCount}
        search={search}
      />
      {own > 0 && <p class="meta">{ownReusesSentence(own)}</p>}
      <div class="two overview">
        <section aria-labelledby="attention">
          <h2 id="attention">Needs attention</h2>
          <AttentionList
            findings={{
              now,
              trend,
              running: recorded.running.totalCount,
              introductions: introductions.data?.network.introductions ?? [],
              search,
            }}
            isLoading={!introductions.data && !introductions.error}
            error={introductions.error?.message}
          />
        </section>
        <Trend quarters={quarters} trend={trend} own={own} search={search} />
      </div>
    </>
  );
}

function quartersOf(timeline: OverviewQuery["trend"]["timeline"]): Quarter[] {
  return timeline.map(({ window: { from, to }, network: { silos } }) => ({ from: from ?? "", to: to ?? "", ...countReuses(silos) }));
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
