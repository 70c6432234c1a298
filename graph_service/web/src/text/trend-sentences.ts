/** The trend of reuse in words: one sentence for the title of a page, one for the title of the picture. */
import { formatDay, formatNumber, formatPercent, plural } from "./format";
import type { Trend } from "./trend";

/** The finding for the title of a page; undefined where there is no clear trend. */
export function trendFinding(trend: Trend): string | undefined {
  if (trend.kind === "silent") return `No reuse has been recorded since ${formatDay(trend.since)}`;
  if (trend.kind === "fell" || trend.kind === "rose")
    return `Reuse ${trend.kind} to ${formatNumber(trend.reuses)} in ${lastQuarters(trend.quarters)}`;
  return undefined;
}

/** The title of the picture of reuses per quarter. */
export function trendTitle(trend: Trend): string {
  if (trend.kind === "none") return "No reuse in this period";
  if (trend.kind === "early")
    return `Too early to tell a trend: ${plural(trend.quarters, "complete quarter")} with ${plural(trend.reuses, "reuse")}`;
  if (trend.kind === "steady") return `No clear change: ${range(trend)} reuses a quarter`;
  if (trend.kind === "silent") return `No reuse in ${months(trend.days)}, after ${range(trend)} a quarter`;
  return `${plural(trend.reuses, "reuse")} in ${lastQuarters(trend.quarters)}, after ${range(trend)} a quarter`;
}

function range({ low, high }: { low: number; high: number }): string {
  return low === high ? formatNumber(low) : `${formatNumber(low)} to ${formatNumber(high)}`;
}

function lastQuarters(count: number): string {
  return count === 1 ? "the last quarter" : `the last ${count} quarters`;
}

function months(days: number): string {
  return days < 60 ? plural(days, "day") : plural(Math.round(days / 30.44), "month");
}

/** "Reuse across departments rose from 51% to 64%". */
export function shareFinding(before: number, now: number): string {
  return `Reuse across departments ${now > before ? "rose" : "fell"} from ${formatPercent(before)} to ${formatPercent(now)}`;
}
