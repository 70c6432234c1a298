import { expect, it } from "vitest";
import { savingsTexts } from "./reuse-summary";

it("words savings the same way everywhere", () => {
  expect(savingsTexts(1, [{ currency: "EUR", sum: "1500" }])).toEqual(["1 hour saved", "€1,500 avoided"]);
  expect(savingsTexts(-2, [{ currency: "EUR", sum: 0 }])).toEqual(["2 hours lost"]);
  expect(savingsTexts(null, [])).toEqual([]);
});
