/** Changes of the key figures as text: an arrow, the last 12 months, and the 12 before. */
import { formatNumber, formatPercent, formatShortMoney, type Money } from "../../text/format";
import { sum } from "../../text/sentences";

export interface SiloCounts {
  events: number;
  internal: number;
}

/** Reuses of other people's lessons, and the part of them across departments. */
export function countReuses(rows: readonly SiloCounts[]): { reuses: number; within: number; across: number } {
  const reuses = sum(rows.map(({ events }) => events));
  const within = sum(rows.map(({ internal }) => internal));
  return { reuses, within, across: reuses - within };
}

/** "↓ 33 in 12 months, 65 in the 12 months before". Without a figure before, the reason why there is none; empty without any figure. */
export function changeText(now: number | null, before: number | null | undefined, recentName: string, format = formatNumber): string {
  if (before === undefined) return `${format(now)} in ${recentName}; nothing recorded before`;
  if (now == null && before == null) return "";
  const arrow = format(now) === format(before) ? "=" : (now ?? 0) > (before ?? 0) ? "↑" : "↓";
  return `${arrow} ${format(now)} in ${recentName}, ${format(before)} in the ${recentName.replace("this ", "")} before`;
}

export function shareOf({ reuses, across }: { reuses: number; across: number }): number | null {
  return reuses ? across / reuses : null;
}

export const hoursText = (hours: number | null | undefined) => `${formatNumber(hours ?? 0)}\u00a0h`;
export const shareText = (share: number | null | undefined) => (share == null ? "none" : formatPercent(share));

/** "36 not reused yet, 7 retired since": lists of lessons leave out retired ones, this figure has them. */
export function unusedText(unused: number, retired: number): string {
  return `${formatNumber(unused)} not reused yet${retired ? `, ${formatNumber(retired)} retired since` : ""}`;
}

/** "€644.8k + CHF 12k": currencies are not added together, and the largest amount comes first. */
export function moneyText(amounts: readonly Money[]): string {
  return amounts.length ? bySize(amounts).map(formatShortMoney).join(" + ") : "none";
}

function bySize(amounts: readonly Money[]): Money[] {
  return [...amounts].sort((a, b) => Number(b.sum) - Number(a.sum));
}

/** The change of the currency with the largest sum. */
export function moneyChange(
  now: readonly Money[],
  before: readonly Money[] | undefined,
  total: readonly Money[],
  recentName: string,
): string {
  const [largest] = bySize(total);
  if (!largest) return "";
  const amount = (list: readonly Money[]) => Number(list.find(({ currency }) => currency === largest.currency)?.sum ?? 0);
  const format = (value: number | null | undefined) => formatShortMoney({ sum: value ?? 0, currency: largest.currency });
  return changeText(amount(now), before && amount(before), recentName, format);
}
