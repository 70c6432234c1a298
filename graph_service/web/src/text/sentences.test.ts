import { expect, it } from "vitest";
import { meetingSentence, missedSentence, riskSentence, shareAcross, siloSentence } from "./sentences";

it("what crosses is a share of what somebody can place", () => {
  expect(shareAcross({ within: 3, across: 1 })).toBe(0.25);
  expect(shareAcross({ within: 0, across: 0 })).toBeNull();
});

it("findings are sentences", () => {
  expect(siloSentence({ group: { name: "Finance" }, events: 30, internal: 24, expected: 8, verdict: "SILO" })).toBe(
    "Finance reuses its own lessons 3 times as often as chance would have it: 24 of 30, where 8 would be usual.",
  );
  expect(siloSentence({ group: { name: "Finance" }, events: 3, internal: 3, expected: 0, verdict: "SILO" })).toContain(
    "where chance would have it reuse none",
  );
  expect(riskSentence({ from: { name: "A" }, to: { name: "B" }, person: null, share: 0.76 })).toBe(
    "One person carries 76% of what B takes over from A.",
  );
  expect(missedSentence({ earlier: { title: "x" }, later: { title: "y" }, sharedPeople: 0 })).toContain("nobody in common");
  expect(missedSentence({ earlier: { title: "x" }, later: { title: "y" }, sharedPeople: 1 })).toContain("1 person was on both projects");
  expect(meetingSentence({ from: { name: "A" }, to: { name: "B" }, giver: { name: "Ann" }, receiver: { name: "Ben" } })).toBe(
    "Ann of A and Ben of B should meet.",
  );
});
