import { expect, test } from "vitest";
import { layoutDiverging, NAMES } from "./diverging-layout";

const rows = [
  { id: "a", name: "A", left: 2, right: 8 },
  { id: "b", name: "B", left: 4, right: 0 },
];

test("both sides have one scale, and no bar leaves the picture", () => {
  const { middle, bars } = layoutDiverging(rows, 800);
  expect(middle).toBe(NAMES + 300);
  expect(bars.map(({ leftWidth, rightWidth }) => rightWidth / Math.max(leftWidth, 1))).toEqual([4, 0]);
  expect(bars[1]?.leftWidth).toBe((bars[0]?.rightWidth ?? 0) / 2);
  for (const { leftX, rightWidth } of bars) {
    expect(leftX).toBeGreaterThan(NAMES);
    expect(middle + rightWidth).toBeLessThan(800);
  }
});

test("on a narrow screen the names stand above bars that take the whole width", () => {
  const { isNarrow, middle, bars } = layoutDiverging(rows, 320);
  expect(isNarrow).toBe(true);
  expect(middle).toBe(160);
  expect((bars[1]?.top ?? 0) - (bars[0]?.top ?? 0)).toBe(46);
});

test("no row has no size", () => {
  expect(layoutDiverging([], 800).bars).toEqual([]);
  expect(layoutDiverging([{ id: "a", name: "A", left: 0, right: 0 }], 800).bars[0]).toMatchObject({ leftWidth: 0, rightWidth: 0 });
});
