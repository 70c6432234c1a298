/** The key figures of the window compared with the time before, what needs attention, and the trend. */
import { type QueryState, useQuery } from "../../api/graphql-client";
import { FirstIntroductionDocument, type FirstIntroductionQuery, OverviewDocument, type OverviewQuery } from "../../generated/graphql";
import { formatPercent, plural } from "../../text/format";
import { shareAcross, silosTitle } from "../../text/sentences";
import { PageTitle } from "../../ui/page-title";
import { QueryResult } from "../../ui/query-result";
import { type DateRange, monthsBefore, precedingRange, tomorrow, useView, type View } from "../../url/view-params";
import { AttentionList } from "./attention-list";
import { KeyFigures } from "./key-figures";
import { Trend } from "./trend";

const ALL_TIME: DateRange = { from: "1000-01-01", to: "9999-12-31" };
const TREND_MONTHS = 36; // the minimum length of the trend

export function OverviewPage() {
  const { view, search } = useView();
  const variables = { window: view.window ?? ALL_TIME, level: view.level ?? null, topic: view.topic ?? null };
  const before = view.window ? precedingRange(view.window) : ALL_TIME;
  const overview = useQuery(OverviewDocument, { ...variables, before, trend: trendRange(view) });
  // After the overview, because both take longer when they run at the same time.
  const introduction = useQuery(FirstIntroductionDocument, overview.data && variables);
  return (
    <QueryResult query={overview}>
      {(data) => <Overview data={data} introduction={introduction} search={search} hasBefore={!!view.window} />}
    </QueryResult>
  );
}

/** The window, extended to TREND_MONTHS before its end; with all time, everything up to today. */
function trendRange({ window }: View): { from: string | null; to: string } {
  if (!window) return { from: null, to: tomorrow() };
  const from = monthsBefore(window.to, TREND_MONTHS);
  return from < window.from ? { from, to: window.to } : window;
}

interface Props {
  data: OverviewQuery;
  introduction: QueryState<FirstIntroductionQuery>;
  search: string;
  hasBefore: boolean;
}

function Overview({ data, introduction, search, hasBefore }: Props) {
  const silos = data.now.silos.filter(({ verdict }) => verdict === "SILO");
  return (
    <>
      <PageTitle>
        {overviewTitle(
          data,
          silos.map(({ group }) => group.name),
        )}
      </PageTitle>
      <KeyFigures now={data.now} before={hasBefore ? data.before : undefined} search={search} />
      <section aria-labelledby="attention">
        <h2 id="attention">Needs attention</h2>
        <AttentionList now={data.now} silos={silos} introduction={introduction} search={search} />
      </section>
      <Trend timeline={data.trend.timeline} search={search} />
    </>
  );
}

function overviewTitle({ now: { flow } }: OverviewQuery, silos: readonly string[]): string {
  if (!flow.events) return "Nothing was reused in this period";
  const share = shareAcross(flow);
  const reuse = share === null ? plural(flow.events, "reuse") : `${formatPercent(share)} of reuse crossed departments`;
  return `${reuse}; ${silos.length ? silosTitle(silos) : "no department is a silo"}`;
}
