/** Where the bars, labels and grid lines of reuses per quarter are drawn, by the width of the picture. */
import { isPartial, type Quarter } from "../../text/trend";

export interface Bar {
  quarter: Quarter;
  /** The middle of its column, and its left edge and width. */
  middle: number;
  x: number;
  width: number;
  /** The top of the lower part (across) and of the whole; the bars stand on `base`. */
  acrossTop: number;
  top: number;
  isPartial: boolean;
  label: string;
  /** The year, where it is the first quarter of its year in the picture and has room for it. */
  year: string | undefined;
  /** Whether the column has room for its label. */
  hasLabel: boolean;
}

export interface BarLayout {
  bars: Bar[];
  step: number;
  base: number;
  height: number;
  /** The vertical position of each grid line with its value. */
  grid: { y: number; value: number }[];
}

export const TOP = 44; // pixels above the largest bar, for its figure and a bracket
const PLOT = 250;
const LABELS = 44; // below the base line
const GAP = 0.3; // of a column
const WIDEST = 44;
const MIN_YEAR = 36; // pixels that "2026" needs
const MIN_LABELLED = 17; // pixels that "Q3" needs

export function barLayout(quarters: readonly Quarter[], width: number): BarLayout {
  const step = width / Math.max(1, quarters.length);
  const largest = Math.max(1, ...quarters.map(({ reuses }) => reuses));
  const base = TOP + PLOT;
  const y = (value: number) => base - (PLOT * value) / largest;
  const barWidth = Math.min(WIDEST, step * (1 - GAP));
  const yearAt = (index: number) => quarters[index]?.from.slice(0, 4);
  const bars = quarters.map((quarter, index) => {
    const middle = step * (index + 0.5);
    const year = quarter.from.slice(0, 4);
    const isFirst = index === 0 || yearAt(index - 1) !== year;
    const hasRoom = step >= MIN_YEAR || index + 1 >= quarters.length || yearAt(index + 1) === year;
    return {
      quarter,
      middle,
      x: middle - barWidth / 2,
      width: barWidth,
      acrossTop: y(quarter.across),
      top: y(quarter.within + quarter.across),
      isPartial: isPartial(quarter),
      label: `Q${Math.ceil(Number(quarter.from.slice(5, 7)) / 3)}`,
      year: isFirst && hasRoom ? year : undefined,
      hasLabel: step >= MIN_LABELLED,
    };
  });
  return { bars, step, base, height: base + LABELS, grid: gridValues(largest).map((value) => ({ value, y: y(value) })) };
}

/** Three to five round values up to the largest. */
export function gridValues(largest: number): number[] {
  const rough = largest / 4;
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
  const unit = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? power;
  return Array.from({ length: Math.floor(largest / unit) }, (_, index) => unit * (index + 1));
}
