/** How reuse changed over the quarters of a period: whether it stopped, fell, rose or stayed, as far as the numbers allow to say. */

export interface Quarter {
  /** ISO days, half-open. */
  from: string;
  to: string;
  /** Reuses of other people's lessons. */
  reuses: number;
  within: number;
  across: number;
}

export type Trend =
  /** No reuse at all. */
  | { kind: "none" }
  /** Too few complete quarters or reuses to compare. */
  | { kind: "early"; quarters: number; reuses: number }
  /** None since a day, far longer than chance gives at the rate before. */
  | { kind: "silent"; since: string; days: number; low: number; high: number }
  /** The last quarters have fewer (or more) than chance gives at the rate of the year before. */
  | { kind: "fell" | "rose"; reuses: number; quarters: number; low: number; high: number }
  | { kind: "steady"; low: number; high: number };

const DAY = 86_400_000; // milliseconds
const YEAR = 4; // quarters that the last ones are compared with
const MIN_QUARTERS = 3; // complete quarters before the last ones, for a comparison
const MIN_REUSES = 12; // in the quarters that the last ones are compared with: three a quarter
const SILENCE = 5; // reuses expected in a silence before it is called one: chance gives it in 7 of 1,000 cases
const UNLIKELY = 0.01; // the probability below which a change is not called chance

/** Whether the period or today cuts the quarter: it does not begin and end with a quarter of the calendar. */
export function isPartial({ from, to }: { from: string; to: string }): boolean {
  return !isQuarterStart(from) || !isQuarterStart(to) || daysBetween(from, to) > 92;
}

function isQuarterStart(iso: string): boolean {
  return /-(01|04|07|10)-01$/.test(iso);
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
}

/**
 * The trend of consecutive quarters, the oldest first; the last ends with the period or today. `lastReuse` is the day of the last reuse.
 * Quarters before the first reuse are left out: nothing is compared with a time before data began.
 */
export function trendOf(all: readonly Quarter[], lastReuse: string | undefined): Trend {
  const began = all.findIndex(({ reuses }) => reuses > 0);
  if (began < 0 || !lastReuse) return { kind: "none" };
  const quarters = all.slice(began);
  return findSilence(quarters, lastReuse) ?? findChange(quarters) ?? findSteadiness(quarters);
}

function findSilence(quarters: readonly Quarter[], lastReuse: string): Trend | undefined {
  const last = quarters.at(-1) as Quarter;
  const days = daysBetween(lastReuse, last.to) - 1;
  const before = quarters
    .filter(({ to }) => to <= lastReuse && to > "")
    .slice(-YEAR)
    .filter((quarter) => !isPartial(quarter));
  if (before.length < MIN_QUARTERS || totalOf(before) < MIN_REUSES) return undefined;
  const rate = totalOf(before) / totalDays(before);
  return days * rate >= SILENCE ? { kind: "silent", since: lastReuse, days, ...rangeOf(before) } : undefined;
}

/** Compares the last one and two quarters, the incomplete one by its days, with the year before them. */
function findChange(quarters: readonly Quarter[]): Trend | undefined {
  for (const count of [2, 1, 3]) {
    const last = quarters.slice(-count);
    const before = quarters
      .slice(0, -count)
      .filter((quarter) => !isPartial(quarter))
      .slice(-YEAR);
    if (before.length < MIN_QUARTERS || totalOf(before) < MIN_REUSES) continue;
    const share = totalDays(last) / (totalDays(last) + totalDays(before));
    const reuses = totalOf(last);
    const [atMost, atLeast] = binomialTails(reuses, Math.round(reuses + totalOf(before)), share);
    if (Math.min(atMost, atLeast) < UNLIKELY / 2)
      return { kind: atMost < atLeast ? "fell" : "rose", reuses, quarters: count, ...rangeOf(before) };
  }
  return undefined;
}

function findSteadiness(quarters: readonly Quarter[]): Trend {
  const complete = quarters.filter((quarter) => !isPartial(quarter));
  const recent = complete.slice(-2 * YEAR);
  if (complete.length <= MIN_QUARTERS || totalOf(recent) < MIN_REUSES)
    return { kind: "early", quarters: complete.length, reuses: totalOf(quarters) };
  return { kind: "steady", ...rangeOf(recent) };
}

function totalOf(quarters: readonly Quarter[]): number {
  return quarters.reduce((total, { reuses }) => total + reuses, 0);
}

function totalDays(quarters: readonly Quarter[]): number {
  return quarters.reduce((total, { from, to }) => total + daysBetween(from, to), 0);
}

function rangeOf(quarters: readonly Quarter[]): { low: number; high: number } {
  const counts = quarters.map(({ reuses }) => reuses);
  return { low: Math.min(...counts), high: Math.max(...counts) };
}

/** P(X <= k) and P(X >= k) of a binomial variable, summed in logarithms: the exact comparison of two Poisson rates. */
export function binomialTails(k: number, n: number, share: number): [number, number] {
  let term = n * Math.log1p(-share); // log P(X = 0)
  let [below, at] = [0, 0];
  for (let i = 0; i <= Math.min(k, n); i++) {
    if (i) term += Math.log((n - i + 1) / i) + Math.log(share / (1 - share));
    if (i < k) below += Math.exp(term);
    else at = Math.exp(term);
  }
  return [below + at, Math.max(0, 1 - below)];
}

/** Whether two shares differ more than chance gives (two-proportion z test, two-sided, 5%). Each with at least 10 cases. */
export function sharesDiffer(a: { count: number; of: number }, b: { count: number; of: number }): boolean {
  if (a.of < 10 || b.of < 10) return false;
  const pooled = (a.count + b.count) / (a.of + b.of);
  const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / a.of + 1 / b.of));
  return deviation > 0 && Math.abs(a.count / a.of - b.count / b.of) / deviation > 1.96;
}
