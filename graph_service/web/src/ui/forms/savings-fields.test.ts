import { expect, it } from "vitest";
import { readSavings, savingsErrors } from "./savings-fields";

const blank = { hoursSaved: "", note: "", costAvoided: "", currency: "" };

it("a figure with a thousands separator is refused with the way to write it, and a cost needs its currency", () => {
  expect(savingsErrors({ ...blank, costAvoided: "3,500" })).toEqual({
    costAvoided: "Write digits only, with a point for decimals: 12.5 or 3500.",
    currency: "A cost needs its currency: three letters, such as EUR.",
  });
  expect(savingsErrors({ ...blank, hoursSaved: "-2.5", costAvoided: "3500", currency: "eur" })).toEqual({});
});

it("a decimal comma is a point; where it may be a thousands separator, the figure is refused", () => {
  const draft = { ...blank, hoursSaved: "6,5", costAvoided: "1250,50", currency: "EUR" };
  expect(savingsErrors(draft)).toEqual({});
  expect(readSavings(draft)).toEqual({ note: null, hoursSaved: 6.5, costAvoided: "1250.50", currency: "EUR" });
  expect(Object.keys(savingsErrors({ ...blank, hoursSaved: "1,250" }))).toEqual(["hoursSaved"]);
});
