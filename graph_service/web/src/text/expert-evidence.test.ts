import { expect, test } from "vitest";
import { expertEvidence } from "./expert-evidence";

test("lessons and their reuses come with how strong they are", () => {
  expect(expertEvidence({ strength: "STRONG", lessonCount: 3, reuseCount: 12, projects: [] })).toBe(
    "strong evidence: 3 lessons, reused 12 times",
  );
  expect(expertEvidence({ strength: "SOME", lessonCount: 2, projects: [] })).toBe("some evidence: 2 lessons");
});

test("people without lessons are labelled, with the projects they worked on", () => {
  expect(expertEvidence({ strength: "WEAK", lessonCount: 0, reuseCount: 0, projects: [{ name: "Depot North" }] })).toBe(
    "weak evidence: no lesson yet, worked on Depot North",
  );
});
