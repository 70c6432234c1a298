/** What the overview and the page to send are made of: their queries, the trend, the key figures and the findings. */
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
import { type Quarter, type Trend, trendOf } from "../../text/trend";
import { useView } from "../../url/view-params";
import type { Findings } from "./attention";
import { countReuses } from "./figures";
import type { FiguresProps } from "./key-figures";
import { hadBegun, type Periods, periodsOf } from "./periods";
import { recordingVariables } from "./recording";

export interface OverviewQueries {
  overview: QueryState<OverviewQuery>;
  recording: QueryState<RecordingQuery>;
  introductions: QueryState<FirstIntroductionsQuery>;
  periods: Periods;
}

/** Both queries of the page in the view of the address, and the introductions, which take longer. */
export function useOverviewQueries(): OverviewQueries {
  const { view } = useView();
  const { data: directory } = useDirectory();
  const periods = periodsOf(view);
  const { window, recent, before, trend } = periods;
  const filters = { level: view.level ?? null, topic: view.topic ?? null };
  const overview = useQuery(OverviewDocument, { window, recent, before, trend, ...filters });
  const recording = useQuery(RecordingDocument, recordingVariables(directory, view, trend.to));
  // After the overview, because both take longer when they run at the same time.
  const introductions = useQuery(FirstIntroductionsDocument, overview.data && { window, ...filters });
  return { overview, recording, introductions, periods };
}

/** What the queries returned. */
export interface OverviewData {
  data: OverviewQuery;
  recorded: RecordingQuery;
  periods: Periods;
  search: string;
}

export function trendOfOverview({ data, recorded }: OverviewData): { quarters: Quarter[]; trend: Trend } {
  const quarters = data.trend.timeline.map(({ window: { from, to }, network: { silos } }) => ({
    from: from ?? "",
    to: to ?? "",
    ...countReuses(silos),
  }));
  return { quarters, trend: trendOf(quarters, recorded.last.nodes[0]?.reusedOn) };
}

/** Without the introductions until they have arrived. */
export function findingsOf(overview: OverviewData, introductions: FirstIntroductionsQuery | undefined): Findings {
  const { data, recorded, search } = overview;
  const { trend } = trendOfOverview(overview);
  return {
    now: data.now,
    trend,
    running: recorded.running.totalCount,
    introductions: introductions?.network.introductions ?? [],
    search,
  };
}

export function hadReusesBefore({ recorded, periods }: OverviewData): boolean {
  return hadBegun(periods.before, recorded.first.nodes[0]?.reusedOn);
}

export function keyFiguresOf(overview: OverviewData): FiguresProps {
  const { data, recorded, periods, search } = overview;
  return {
    now: data.now,
    recent: data.recent,
    before: data.before,
    hadReuses: hadReusesBefore(overview),
    hadLessons: hadBegun(periods.before, recorded.firstLesson.nodes[0]?.publishedOn),
    recentName: periods.recentName,
    reuses: recorded.others.count,
    people: recorded.people.totalCount,
    retired: recorded.retired.totalCount,
    search,
  };
}
