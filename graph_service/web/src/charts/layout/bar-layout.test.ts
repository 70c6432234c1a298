import { expect, it } from "vitest";
import type { Quarter } from "../../text/trend";
import { barLayout, gridValues } from "./bar-layout";

const quarter = (from: string, to: string, within: number, across: number): Quarter => ({
  from,
  to,
  within,
  across,
  reuses: within + across,
});
const QUARTERS = [
  quarter("2025-11-30", "2026-01-01", 1, 1),
  quarter("2026-01-01", "2026-04-01", 10, 10),
  quarter("2026-04-01", "2026-07-01", 0, 0),
];

it("bars stand beside each other, from zero, the largest as high as the picture", () => {
  const { bars, base, step } = barLayout(QUARTERS, 300);
  expect(step).toBe(100);
  expect(bars.map(({ middle }) => middle)).toEqual([50, 150, 250]);
  expect(bars.map(({ top }) => base - top)).toEqual([25, 250, 0]);
  expect(bars.every(({ x, width }) => x >= 0 && x + width <= 300)).toBe(true);
});

it("incomplete quarters are marked, and a year is named once", () => {
  const { bars } = barLayout(QUARTERS, 300);
  expect(bars.map(({ isPartial }) => isPartial)).toEqual([true, false, false]);
  expect(bars.map(({ label, year }) => [label, year])).toEqual([
    ["Q4", "2025"],
    ["Q1", "2026"],
    ["Q2", undefined],
  ]);
});

it("labels are left out where they would overlap", () => {
  expect(barLayout(Array(40).fill(QUARTERS[1]), 320).bars.some(({ hasLabel }) => hasLabel)).toBe(false);
});

it("grid lines have round values", () => {
  expect(gridValues(20)).toEqual([5, 10, 15, 20]);
  expect(gridValues(1)).toEqual([1]);
  expect(gridValues(97)).toEqual([50]);
  expect(gridValues(130)).toEqual([50, 100]);
});
