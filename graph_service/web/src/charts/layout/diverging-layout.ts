/** Where the bars of two opposite quantities are drawn: one row per name, both on one scale, on the two sides of a common line. */

export interface DivergingRow {
  id: string;
  name: string;
  left: number;
  right: number;
}

export interface DivergingBar {
  row: DivergingRow;
  /** The top of the row, and the middle of its bars. */
  top: number;
  y: number;
  leftX: number;
  leftWidth: number;
  rightWidth: number;
}

export interface DivergingLayout {
  height: number;
  /** The common line. */
  middle: number;
  bars: DivergingBar[];
  isNarrow: boolean;
}

export const HEADER = 24; // pixels for the names of the two sides
export const BAR = 16;
export const NAMES = 200; // pixels for the names, left of the bars
const NARROW = 560; // below, the names stand above their bars
const ROW = 30;
const NARROW_ROW = 46;
const FIGURE = 34; // pixels for the figure at the end of a bar

export function layoutDiverging(rows: readonly DivergingRow[], width: number): DivergingLayout {
  const isNarrow = width < NARROW;
  const left = isNarrow ? 0 : NAMES;
  const room = Math.max(20, (width - left) / 2 - FIGURE);
  const middle = left + (width - left) / 2;
  const largest = Math.max(...rows.flatMap((row) => [row.left, row.right]), 1);
  const size = (value: number) => (room * value) / largest;
  const step = isNarrow ? NARROW_ROW : ROW;
  const bars = rows.map((row, index) => {
    const top = HEADER + step * index;
    return {
      row,
      top,
      y: top + (isNarrow ? 30 : step / 2),
      leftX: middle - size(row.left),
      leftWidth: size(row.left),
      rightWidth: size(row.right),
    };
  });
  return { height: HEADER + step * rows.length + 4, middle, bars, isNarrow };
}
