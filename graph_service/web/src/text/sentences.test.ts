import { describe, expect, it } from "vitest";
import {
  dependenceSentence,
  gapSentence,
  halvesSentence,
  introductionSentence,
  noDependenceSentence,
  ownReusesSentence,
  repeatedProblemSentence,
  worthMeeting,
} from "./sentences";

it("a dependence names the person where that is allowed", () => {
  const pair = { from: { name: "A" }, to: { name: "B" }, share: 0.76, events: 6 };
  expect(dependenceSentence({ ...pair, person: null })).toBe("76% of the reuses by B of lessons from A came through one person");
  expect(dependenceSentence({ ...pair, share: 1, person: { name: "Ann" } })).toBe("All 6 reuses by B of lessons from A came through Ann");
});

it("no dependence is said only of exchanges with enough reuses", () => {
  const pair = (events: number, to = "b") => ({ from: { id: "a" }, to: { id: to }, events });
  expect(noDependenceSentence([pair(4), pair(1, "c"), pair(90, "a")])).toBe(
    "Too few reuses to tell which exchanges depend on one person: none of 2 has 5",
  );
  expect(noDependenceSentence([pair(5), pair(1, "c"), pair(2, "d")])).toBe(
    "The one exchange with 5 reuses or more does not depend on one person; 2 with fewer can’t be judged",
  );
  expect(noDependenceSentence([pair(7), pair(5, "c")])).toBe("None of the 2 exchanges with 5 reuses or more depends on one person");
  expect(noDependenceSentence([pair(7, "a")])).toBe("No department reused a lesson of another");
});

it("a repeated problem says who could have known", () => {
  const pair = { earlier: { title: "x" }, later: { title: "y" } };
  expect(repeatedProblemSentence({ ...pair, sharedPeople: 0 })).toBe(
    "“y” repeated a known problem (lesson “x”); nobody worked on both projects.",
  );
  expect(repeatedProblemSentence({ ...pair, sharedPeople: 1 })).toContain("; 1 person worked on both projects.");
});

it("an introduction names both people, what one knows and what the other works on", () => {
  const pair = { giver: { name: "Ann" }, receiver: { name: "Ben" }, topics: [{ name: "Charging" }], project: { name: "Depot" } };
  expect(introductionSentence(pair)).toBe("Ann knows about Charging; Ben works on Depot");
  expect(gapSentence({ from: { name: "A" }, to: { name: "B" }, observed: 0, expected: 2.1 })).toBe(
    "B reused no lesson of A so far; about 2 would be expected.",
  );
  expect(gapSentence({ from: { name: "A" }, to: { name: "B" }, observed: 5, expected: 7 })).toBe(
    "B reused lessons of A 5 times so far; about 7 would be expected.",
  );
  expect(worthMeeting([{ gap: 1.2 }, { gap: 0.97 }])).toEqual([{ gap: 1.2 }]);
});

it("reuses by the learners themselves are named once", () => {
  expect(ownReusesSentence(0)).toBe("");
  expect(ownReusesSentence(8)).toBe(
    "8 more reuses are not counted, nor is what they saved: people used a lesson they had learned themselves.",
  );
});

describe("halves", () => {
  it("is said where a number shows a fraction, also when their sum is whole", () => {
    expect(halvesSentence([0.5, 0.5])).toContain("counts half for each");
    expect(halvesSentence([5.5])).toContain("counts half for each");
  });

  it("is not said of whole numbers", () => {
    for (const values of [[], [1, 2], [null, undefined, 3], [2.0000001]]) expect(halvesSentence(values)).toBeUndefined();
  });
});
