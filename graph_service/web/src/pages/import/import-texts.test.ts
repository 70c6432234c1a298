import { expect, test } from "vitest";
import type { ImportJob } from "./import-client";
import { confidenceText, fieldText, nounText, sameAnswers, sizeText, timeLeft, titleOf } from "./import-texts";

const JOB: ImportJob = {
  id: "1",
  created: 0,
  state: "checked",
  files: [],
  error: "",
  number: null,
  isUndoable: false,
  answers: {},
  review: null,
  progress: null,
};
const COUNT = { table: "lessons", new: 2, changed: 1, unchanged: 4, refused: 5, values: 0 };

test("the title says what would be imported", () => {
  const review = {
    tables: [],
    notices: [],
    questions: [],
    mayLoad: true,
    counts: [COUNT, { ...COUNT, table: "people", new: 1, changed: 0 }],
  };
  expect(titleOf({ ...JOB, review })).toBe("To import: 3 lessons, 1 person");
  expect(titleOf({ ...JOB, state: "loaded", review })).toBe("Imported: 3 lessons, 1 person");
  expect(titleOf({ ...JOB, review: { ...review, isNothingNew: true } })).toBe("Nothing would change");
  expect(titleOf(undefined)).toBe("Import files");
  expect(titleOf({ ...JOB, state: "undone", number: 7 })).toBe("The import is undone");
  expect(titleOf({ ...JOB, state: "loaded", number: 7 })).toBe("Import 7 of the log");
});

test("names of columns, nouns and sizes are words", () => {
  expect(fieldText("learnedBy")).toBe("Learned by");
  expect([fieldText("extra"), confidenceText(1, "extra")]).toEqual(["Additional field", "nothing fits"]);
  expect([nounText("people", 1), nounText("people"), nounText("lessons")]).toEqual(["person", "people", "lessons"]);
  expect([sizeText(10), sizeText(2_400_000)]).toEqual(["1 kB", "2.4 MB"]);
  expect([confidenceText(1, "name"), confidenceText(0.8, "synonym"), confidenceText(0.6, "synonym")]).toEqual([
    "certain",
    "likely",
    "please check",
  ]);
});

test("time left is a rough number of seconds or minutes", () => {
  expect([timeLeft(10, 100, 1_000), timeLeft(60, 100, 1_000), timeLeft(10, 999, 1_000), timeLeft(5, 0, 10)]).toEqual([
    "about 2 min left",
    "about 9 min left",
    "",
    "",
  ]);
});

test("answers are the same whatever the order of their fields", () => {
  expect(sameAnswers({ create: ["topics", "people"], order: "day-first" }, { order: "day-first", create: ["people", "topics"] })).toBe(
    true,
  );
  expect(sameAnswers({ create: ["topics"] }, { create: [] })).toBe(false);
});
