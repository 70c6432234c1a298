import { expect, it } from "vitest";
import { dependenceSentence, introductionSentence, repeatedProblemSentence, shareAcross, siloSentence, silosTitle } from "./sentences";

it("the share across departments is null without reuses", () => {
  expect(shareAcross({ within: 3, across: 1 })).toBe(0.25);
  expect(shareAcross({ within: 0, across: 0 })).toBeNull();
});

it("a silo is described with its figures", () => {
  expect(siloSentence({ group: { name: "Finance" }, events: 30, internal: 24, expected: 8 })).toBe(
    "Finance is a silo: 24 of its 30 reuses were of its own lessons, 3 times as many as the 8 expected by chance.",
  );
  expect(siloSentence({ group: { name: "Finance" }, events: 3, internal: 3, expected: 0 })).toContain(
    "; none would be expected by chance.",
  );
  expect([["A"], ["A", "B"]].map(silosTitle)).toEqual(["A is a silo", "A and B are silos"]);
});

it("a dependence names the person where that is allowed", () => {
  const pair = { from: { name: "A" }, to: { name: "B" }, share: 0.76 };
  expect(dependenceSentence({ ...pair, person: null })).toBe("76% of what B reuses from A depends on one person.");
  expect(dependenceSentence({ ...pair, person: { name: "Ann" } })).toBe("76% of what B reuses from A depends on Ann.");
});

it("a repeated problem says who could have known", () => {
  const pair = { earlier: { title: "x" }, later: { title: "y" } };
  expect(repeatedProblemSentence({ ...pair, sharedPeople: 0 })).toBe("“y” repeats a known problem (“x”); nobody worked on both projects.");
  expect(repeatedProblemSentence({ ...pair, sharedPeople: 1 })).toContain("; 1 person worked on both projects.");
});

it("an introduction names both people and their departments", () => {
  expect(introductionSentence({ from: { name: "A" }, to: { name: "B" }, giver: { name: "Ann" }, receiver: { name: "Ben" } })).toBe(
    "Ann (A) and Ben (B) should meet.",
  );
});
