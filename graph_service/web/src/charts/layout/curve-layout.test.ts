import { expect, it } from "vitest";
import { axisDays, stepAt, stepPath } from "./curve-layout";

const STEPS = [
  { day: 10, share: 0.75 },
  { day: 406, share: 0.5 },
];

it("the curve begins with everything and falls on the day of a step", () => {
  expect(
    stepPath(
      STEPS,
      (day) => day,
      (share) => 100 * (1 - share),
    ),
  ).toBe("M0 0H10V25H406V50");
  expect([0, 9, 10, 405, 406, 900].map((day) => stepAt(STEPS, day).share)).toEqual([1, 1, 0.75, 0.75, 0.5, 0.5]);
});

it("days on the axis are whole and round", () => {
  expect(axisDays(1091)).toEqual([0, 200, 400, 600, 800, 1000]);
  expect(axisDays(3)).toEqual([0, 1, 2, 3]);
  expect(axisDays(0)).toEqual([0]);
});
