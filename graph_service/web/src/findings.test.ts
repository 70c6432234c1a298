import { expect, it } from "vitest";
import { crossed, meetingSentence, missedSentence, riskSentence, siloSentence } from "./findings";

const cell = (from: string, to: string, reuses: number) => ({
  from: { id: from, kind: from === "?" ? "UNATTRIBUTED" : "DEPARTMENT" },
  to: { id: to, kind: to === "?" ? "UNATTRIBUTED" : "DEPARTMENT" },
  reuses,
});

it("what crosses is counted without what nobody can place", () => {
  expect(crossed([cell("a", "a", 3), cell("a", "b", 1), cell("?", "b", 5)])).toEqual({ within: 3, across: 1, share: 0.25 });
  expect(crossed([])).toEqual({ within: 0, across: 0, share: null });
});

it("findings are sentences", () => {
  expect(siloSentence({ group: { name: "Finance" }, events: 30, internal: 24, expected: 8, verdict: "SILO" })).toBe(
    "Finance reuses its own lessons 3 times as often as chance would have it: 24 of 30, where 8 would be usual.",
  );
  expect(siloSentence({ group: { name: "Finance" }, events: 3, internal: 3, expected: 0, verdict: "SILO" })).toContain("where chance would have it reuse none");
  expect(riskSentence({ from: { name: "A" }, to: { name: "B" }, person: null, share: 0.76 })).toBe("One person carries 76% of what B takes over from A.");
  expect(missedSentence({ earlier: { title: "x" }, later: { title: "y" }, sharedPeople: 0 })).toContain("nobody in common");
  expect(missedSentence({ earlier: { title: "x" }, later: { title: "y" }, sharedPeople: 1 })).toContain("1 person was on both projects");
  expect(meetingSentence({ from: { name: "A" }, to: { name: "B" }, giver: { name: "Ann" }, receiver: { name: "Ben" } })).toBe("Ann of A and Ben of B should meet.");
});
