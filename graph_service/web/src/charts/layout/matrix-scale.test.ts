import { expect, it } from "vitest";
import { chanceClass, isSolid, stepLimits, stepOf } from "./matrix-scale";

it("steps are equal on the square root, up to the largest", () => {
  expect(stepLimits(21).map((limit) => Math.round(limit * 10) / 10)).toEqual([0.6, 2.3, 5.3, 9.3, 14.6, 21]);
  expect([0, 0.5, 1, 2.4, 5.5, 10, 21].map((value) => stepOf(value, 21))).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(stepLimits(36).map((limit) => stepOf(limit, 36))).toEqual([1, 2, 3, 4, 5, 6]);
  expect(stepOf(0, 0)).toBe(0);
});

it("differences from chance have a sign, and none under half a reuse", () => {
  expect([0, 0.49, -0.49].map((value) => chanceClass(value, 15))).toEqual(["zero", "zero", "zero"]);
  expect([0.9, 3, 5, 15].map((value) => chanceClass(value, 15))).toEqual(["more-1", "more-3", "more-4", "more-5"]);
  expect([-0.9, -4, -15].map((value) => chanceClass(value, 15))).toEqual(["less-1", "less-2", "less-3"]);
});

it("figures are light on the darker steps only", () => {
  expect(["s0", "s3", "s4", "s6", "more-3", "more-5", "less-3", "zero"].map(isSolid)).toEqual([
    false,
    false,
    true,
    true,
    false,
    true,
    false,
    false,
  ]);
});
