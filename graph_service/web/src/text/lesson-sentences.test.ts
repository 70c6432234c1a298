import { expect, test } from "vitest";
import { countOutcomes, journeyTitle, outcomeList, outcomeTitle, savingsSentence } from "./lesson-sentences";

const counts = countOutcomes([
  { outcome: "HELPED", count: 7 },
  { outcome: "NO_EFFECT", count: 2 },
  { outcome: "BACKFIRED", count: 1 },
  { outcome: null, count: 1 },
]);
const none = countOutcomes([]);

test("the title counts only rated reuses", () => {
  expect(outcomeTitle(counts)).toBe("Helped 7 of the 10 times it was rated");
  expect(outcomeTitle({ ...none, HELPED: 3 })).toBe("Helped all 3 times it was rated");
  expect(outcomeTitle({ ...none, HELPED: 2 })).toBe("Helped both times it was rated");
  expect(outcomeTitle({ ...none, BACKFIRED: 1 })).toBe("Did not help the one time it was rated");
  expect(outcomeTitle({ ...none, unrated: 2 })).toBe("Reused, but not rated yet");
  expect(outcomeTitle(none)).toBe("Not reused yet");
});

test("the list names every outcome that occurred", () => {
  expect(outcomeList(counts)).toBe("7 helped, 2 had no effect, 1 backfired, 1 not rated yet");
});

test("reported savings stand beside confirmed ones", () => {
  const reported = { hoursSaved: { sum: 88 }, costAvoided: [] };
  expect(savingsSentence(reported, { hoursSaved: { sum: 75 }, costAvoided: [] })).toBe(
    "88 hours saved as reported; 75 hours saved confirmed by others.",
  );
  expect(savingsSentence(reported, reported)).toBe("88 hours saved, all confirmed by others.");
  expect(savingsSentence(reported, { hoursSaved: {}, costAvoided: [] })).toBe(
    "88 hours saved as reported; nothing confirmed by others yet.",
  );
  expect(savingsSentence({ hoursSaved: {}, costAvoided: [] }, reported)).toBe("");
});

test("the journey leads from the source departments to those that reused the lesson", () => {
  expect(journeyTitle(["Roads and Bridges"], 6, counts)).toBe("From Roads and Bridges to 6 departments: 11 reuses, 7 helped");
  expect(journeyTitle([], 0, { ...none, unrated: 1 })).toBe("From its project: 1 reuse, none rated yet");
  expect(journeyTitle([], 0, { ...none, BACKFIRED: 1 })).toBe("From its project: 1 reuse, none helped yet");
});
