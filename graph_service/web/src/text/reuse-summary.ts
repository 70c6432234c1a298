/** What the reuses of a lesson achieved, in words. */
import type { Outcome } from "../generated/graphql";
import { OUTCOME_LABELS } from "./enum-labels";
import { formatMoney, formatNumber, formatTimes, type Money, plural } from "./format";

export interface ReuseFigures {
  count: number;
  /** The number of departments that reused the lesson, as far as they are known. */
  departments: number;
  /** How many reuses had each outcome; null counts those that have not been rated. */
  outcomes: { outcome: string | null | undefined; count: number }[];
  hours: number | null | undefined;
  costs: readonly Money[];
}

/** "Reused 5 times in 3 departments: helped 3 times, had no effect once; 1 not rated yet. 38 hours saved." */
export function reuseSummary({ count, departments, outcomes, hours, costs }: ReuseFigures): string {
  if (!count) return "Not reused yet.";
  const rated = (Object.keys(OUTCOME_LABELS) as Outcome[]).flatMap((outcome) => {
    const group = outcomes.find((candidate) => candidate.outcome === outcome);
    return group ? [{ count: group.count, text: `${OUTCOME_LABELS[outcome]} ${formatTimes(group.count)}` }] : [];
  });
  const unrated = count - rated.reduce((total, group) => total + group.count, 0);
  const results = [rated.map(({ text }) => text).join(", "), unrated ? `${formatNumber(unrated)} not rated yet` : ""]
    .filter(Boolean)
    .join("; ");
  const places = departments ? ` in ${plural(departments, "department")}` : "";
  const savings = savingsTexts(hours, costs);
  return [`Reused ${formatTimes(count)}${places}: ${results}.`, ...(savings.length ? [`${savings.join(", ")}.`] : [])].join(" ");
}

/** "38 hours saved" or "2 hours lost", then "€88,500 avoided" for each currency. Zero and unknown amounts are left out. */
export function savingsTexts(hours: number | null | undefined, costs: readonly Money[]): string[] {
  return [
    ...(hours ? [`${plural(Math.abs(hours), "hour")} ${hours > 0 ? "saved" : "lost"}`] : []),
    ...costs.filter(({ sum }) => Number(sum)).map((cost) => `${formatMoney(cost)} avoided`),
  ];
}
