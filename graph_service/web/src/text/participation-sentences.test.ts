import { expect, test } from "vitest";
import type { WaitingTimeFragment } from "../generated/graphql";
import { captureText, conversationsTitle, medianText, participationTitle, rundownsTitle } from "./participation-sentences";

const enough: WaitingTimeFragment = { lessons: 8, waiting: 2, medianDays: 12, atRisk: 6, evidence: "ENOUGH", people: 5 };
const waiting: WaitingTimeFragment = { ...enough, waiting: 5, medianDays: null, atRisk: null, evidence: "MORE_THAN_HALF_WAIT" };
const few: WaitingTimeFragment = { ...waiting, lessons: 2, waiting: 1, evidence: "TOO_LITTLE" };
const closed = { projects: 6, withoutLesson: 2, lessons: 9, lessonsPerProject: 1.5 };

test("a median is stated, or the reason why there is none", () => {
  expect([enough, waiting, few].map(medianText)).toEqual(["12", "more than half wait", "too few"]);
  const capture = { closed, learnedToRecorded: enough, recordedToPublished: waiting, recordingUnknown: 1 };
  expect(captureText(capture)).toBe(
    "Half of the lessons were recorded within 12 days of being learned. More than half of them, 5 of 8, are not published yet, so there is no median. When 1 imported lesson was recorded is not known.",
  );
  expect(captureText({ ...capture, learnedToRecorded: { ...few, lessons: 0 }, recordingUnknown: 0 })).toBe(
    "The service recorded no lesson in this period.",
  );
  expect(captureText({ ...capture, learnedToRecorded: few, recordedToPublished: few, recordingUnknown: 0 })).toBe(
    "Too few lessons to say how soon they are recorded and published.",
  );
});

test("closed projects without a lesson are counted", () => {
  const title = (withoutLesson: number) =>
    participationTitle({
      closed: { ...closed, withoutLesson },
      learnedToRecorded: few,
      recordedToPublished: few,
      learnedToPublished: enough,
      recordingUnknown: 0,
      projectsWithoutLesson: [],
      groups: [],
    });
  expect([0, 1, 2].map(title)).toEqual([
    "Each of the 6 closed projects has a lesson",
    "1 of 6 closed projects has no lesson",
    "2 of 6 closed projects have no lesson",
  ]);
});

test("shares of few are not stated", () => {
  const rundowns = { rundowns: 1, decisions: 2, apply: 1, notApplicable: 1, later: 0, projects: 1, phases: [], groups: [] };
  expect(rundownsTitle({ ...rundowns, applyShare: null, notApplicableShare: null, laterShare: null })).toBe("Only 2 decisions in rundowns");
  expect(rundownsTitle({ ...rundowns, decisions: 7, applyShare: 1 / 7, notApplicableShare: 3 / 7, laterShare: 3 / 7 })).toBe(
    "Of 7 decisions in rundowns, 1 applies the lesson, 3 say that it does not fit, 3 are postponed",
  );
  const talks = { across: 3, unknown: 1, people: 4, groups: [] };
  expect(conversationsTitle({ ...talks, conversations: 6, acrossShare: 0.6 })).toBe("60% of 5 conversations were across departments");
  expect(conversationsTitle({ ...talks, conversations: 4, acrossShare: null })).toBe("4 conversations, too few to say more");
});
