import { expect, it } from "vitest";
import { halvesSentence } from "./halves";

it("is said where a number shows a fraction, also when their sum is whole", () => {
  expect(halvesSentence([0.5, 0.5])).toContain("counts half for each");
  expect(halvesSentence([5.5])).toContain("counts half for each");
});

it("is not said of whole numbers", () => {
  for (const values of [[], [1, 2], [null, undefined, 3], [2.0000001]]) expect(halvesSentence(values)).toBeUndefined();
});
