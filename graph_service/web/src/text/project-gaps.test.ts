import { expect, test } from "vitest";
import { findGaps, type ProjectRecord } from "./project-gaps";

const complete: ProjectRecord = {
  status: "RUNNING",
  startedOn: "2026-04-20",
  endedOn: "2027-04-20",
  hasOwner: true,
  people: 3,
  topics: 1,
  lessons: 2,
  reuses: 2,
  latest: "2026-11-01",
};
const today = "2026-11-29";
const texts = (changes: Partial<ProjectRecord>) => findGaps({ ...complete, ...changes }, today).map(({ text }) => text);

test("a complete record is missing nothing", () => {
  expect(texts({})).toEqual([]);
});

test("months without a lesson or a reuse are counted from the start", () => {
  expect(texts({ lessons: 0 })).toEqual(["Running for 7 months, no lesson yet."]);
  expect(texts({ lessons: 0, startedOn: "2026-11-05" })).toEqual([]);
  expect(texts({ latest: "2026-06-16" })).toEqual(["5 months without a lesson or a reuse."]);
  expect(texts({ latest: "2026-09-16" })).toEqual([]);
});

test("owner, people, dates and topics are missing", () => {
  expect(findGaps({ status: "PLANNED", hasOwner: false, people: 0, topics: 0, lessons: 0, reuses: 0 }, today)).toEqual([
    { text: "No department owns the project.", fix: "edit", label: "Choose the owner" },
    { text: "Nobody is assigned to the project.", fix: "assign", label: "Assign people" },
    { text: "No start date.", fix: "edit", label: "Set the start" },
    { text: "No end date.", fix: "edit", label: "Set the end" },
    { text: "No topics: lessons are suggested by wording alone.", fix: "edit", label: "Add topics" },
  ]);
});

test("a running project beyond its end is to be closed, and a closed one may lack lessons", () => {
  expect(findGaps({ ...complete, endedOn: "2026-11-28" }, today)).toMatchObject([{ fix: "close" }]);
  expect(texts({ status: "CLOSED", lessons: 0, hasOwner: false })).toEqual(["Closed without a lesson."]);
});
