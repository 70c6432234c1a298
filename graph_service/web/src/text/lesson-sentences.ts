/** The outcome of a lesson, in words. */
import type { Outcome } from "../generated/graphql";
import { OUTCOME_LABELS } from "./enum-labels";
import { capitalized, formatNumber, joinNames, type Money, plural } from "./format";
import { savingsTexts } from "./reuse-summary";

/** How many reuses had each outcome; `unrated` counts those without one. */
export type OutcomeCounts = Readonly<Record<Outcome | "unrated", number>>;

/** `groups`: the outcome of a group, absent for those not rated, and its number of reuses. */
export function countOutcomes(groups: readonly { outcome: string | null | undefined; count: number }[]): OutcomeCounts {
  const counts = { HELPED: 0, NO_EFFECT: 0, BACKFIRED: 0, unrated: 0 };
  for (const { outcome, count } of groups) counts[(outcome ?? "unrated") as Outcome | "unrated"] += count;
  return counts;
}

/** "Helped 7 of the 10 times it was rated". */
export function outcomeTitle({ HELPED, NO_EFFECT, BACKFIRED, unrated }: OutcomeCounts): string {
  const rated = HELPED + NO_EFFECT + BACKFIRED;
  if (!rated) return unrated ? "Reused, but not rated yet" : "Not reused yet";
  return capitalized(ratedText(HELPED, rated));
}

/** "helped 7 of the 10 times it was rated"; `rated` is at least 1. */
export function ratedText(helped: number, rated: number): string {
  if (rated === 1) return helped ? "helped the one time it was rated" : "did not help the one time it was rated";
  if (helped === rated) return `helped ${rated === 2 ? "both" : `all ${rated}`} times it was rated`;
  return `helped ${helped} of the ${rated} times it was rated`;
}

/** "7 helped, 2 had no effect, 1 backfired, 1 not rated yet". */
export function outcomeList(counts: OutcomeCounts): string {
  const rated = (Object.keys(OUTCOME_LABELS) as Outcome[]).map((outcome) => [counts[outcome], OUTCOME_LABELS[outcome]] as const);
  return [...rated, [counts.unrated, "not rated yet"] as const]
    .filter(([count]) => count)
    .map(([count, label]) => `${formatNumber(count)} ${label}`)
    .join(", ");
}

interface Savings {
  hoursSaved: { sum?: number | null };
  costAvoided: readonly Money[];
}

/** "88 hours saved, €4,400 avoided as reported; 75 hours saved confirmed by others." Empty when nothing was reported. */
export function savingsSentence(reported: Savings, confirmed: Savings): string {
  const all = savingsTexts(reported.hoursSaved.sum, reported.costAvoided);
  if (!all.length) return "";
  const sure = savingsTexts(confirmed.hoursSaved.sum, confirmed.costAvoided);
  if (all.join() === sure.join()) return `${all.join(", ")}, all confirmed by others.`;
  return `${all.join(", ")} as reported; ${sure.length ? `${sure.join(", ")} confirmed by others` : "nothing confirmed by others yet"}.`;
}

/** "From Roads and Bridges to 6 departments: 11 reuses, 7 helped". */
export function journeyTitle(sources: readonly string[], departments: number, counts: OutcomeCounts): string {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const from = sources.length ? `From ${joinNames(sources, 2)}` : "From its project";
  const to = departments ? ` to ${plural(departments, "department")}` : "";
  return `${from}${to}: ${plural(total, "reuse")}, ${helpedText(counts)}`;
}

/** "7 helped"; of reuses that nobody has rated, that is said instead. */
export function helpedText({ HELPED, NO_EFFECT, BACKFIRED }: OutcomeCounts): string {
  if (HELPED) return `${formatNumber(HELPED)} helped`;
  return NO_EFFECT + BACKFIRED ? "none helped yet" : "none rated yet";
}
