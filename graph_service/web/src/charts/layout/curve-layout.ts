/** The path of a curve that falls in steps, and the days named on its axis. */

export interface Step {
  /** The day of the step, after the start. */
  day: number;
  /** The share that is left from this day on. */
  share: number;
}

/** Begins with 1 on day 0. */
export function stepPath(steps: readonly Step[], x: (day: number) => number, y: (share: number) => number): string {
  const round = (value: number) => Math.round(value * 10) / 10;
  return `M${round(x(0))} ${round(y(1))}${steps.map(({ day, share }) => `H${round(x(day))}V${round(y(share))}`).join("")}`;
}

/** What is left on a day. */
export function stepAt(steps: readonly Step[], day: number): Step {
  return steps.findLast((step) => step.day <= day) ?? { day: 0, share: 1 };
}

const ROUND_DAYS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

/** Four to eight round whole days from 0 on. */
export function axisDays(last: number): number[] {
  const unit = ROUND_DAYS.find((candidate) => last / candidate <= 8) ?? last;
  return Array.from({ length: Math.floor(last / unit) + 1 }, (_, index) => index * unit);
}
