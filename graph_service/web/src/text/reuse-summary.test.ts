import { expect, it } from "vitest";
import { reusedSentence } from "./reuse-summary";

it("what came of a lesson is one sentence", () => {
  const outcomes = [
    { outcome: "NO_EFFECT", count: 1 },
    { outcome: "HELPED", count: 3 },
  ];
  expect(reusedSentence({ count: 4, departments: 3, outcomes, hours: 38, costs: [] })).toBe(
    "Reused 4 times in 3 departments: it helped 3 times, had no effect once. 38 hours saved.",
  );
  expect(reusedSentence({ count: 1, departments: 1, outcomes: [{ outcome: "BACKFIRED", count: 1 }], hours: -2, costs: [] })).toBe(
    "Reused once in 1 department: it did harm once. 2 hours lost.",
  );
});

it("what is not known is said, and what there is none of is not", () => {
  expect(reusedSentence({ count: 0, departments: 0, outcomes: [], hours: null, costs: [] })).toBe("Nobody has reused it yet.");
  expect(reusedSentence({ count: 2, departments: 0, outcomes: [{ outcome: null, count: 2 }], hours: 0, costs: [] })).toBe(
    "Reused twice: 2 are not judged yet.",
  );
  const outcomes = [
    { outcome: "HELPED", count: 2 },
    { outcome: null, count: 3 },
  ];
  expect(reusedSentence({ count: 5, departments: 1, outcomes, hours: null, costs: [{ currency: "EUR", sum: "88500.00" }] })).toBe(
    "Reused 5 times in 1 department: it helped twice; 3 are not judged yet. €88,500 of cost avoided.",
  );
});
