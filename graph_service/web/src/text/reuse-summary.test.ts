import { expect, it } from "vitest";
import { reuseSummary, savingsTexts } from "./reuse-summary";

it("says how often a lesson was reused and with which outcomes", () => {
  const outcomes = [
    { outcome: "NO_EFFECT", count: 1 },
    { outcome: "HELPED", count: 3 },
  ];
  expect(reuseSummary({ count: 4, departments: 3, outcomes, hours: 38, costs: [] })).toBe(
    "Reused 4 times in 3 departments: helped 3 times, had no effect once. 38 hours saved.",
  );
});

it("leaves out what does not exist and counts what is not rated", () => {
  expect(reuseSummary({ count: 0, departments: 0, outcomes: [], hours: null, costs: [] })).toBe("Not reused yet.");
  expect(reuseSummary({ count: 2, departments: 0, outcomes: [{ outcome: null, count: 2 }], hours: 0, costs: [] })).toBe(
    "Reused twice: 2 not rated yet.",
  );
  const outcomes = [
    { outcome: "HELPED", count: 2 },
    { outcome: null, count: 3 },
  ];
  expect(reuseSummary({ count: 5, departments: 1, outcomes, hours: null, costs: [{ currency: "EUR", sum: "88500.00" }] })).toBe(
    "Reused 5 times in 1 department: helped twice; 3 not rated yet. €88,500 avoided.",
  );
});

it("words savings the same way everywhere", () => {
  expect(savingsTexts(1, [{ currency: "EUR", sum: "1500" }])).toEqual(["1 hour saved", "€1,500 avoided"]);
  expect(savingsTexts(-2, [{ currency: "EUR", sum: 0 }])).toEqual(["2 hours lost"]);
  expect(savingsTexts(null, [])).toEqual([]);
});
