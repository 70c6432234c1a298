import { expect, test } from "vitest";
import { addTitles, attemptFor, blankEntry, blankRetrospective, entryErrors, openEntries, splitBullets } from "./retrospective-draft";

const anna = { id: "anna", name: "Anna" };

test("each line is a lesson, without its bullet", () => {
  expect(splitBullets("- One\n\n* Two\r\n 3. Three\n• Four\n5 pumps are enough")).toEqual([
    "One",
    "Two",
    "Three",
    "Four",
    "5 pumps are enough",
  ]);
});

test("pasted lessons replace blank ones and have the same learners", () => {
  const entries = addTitles([blankEntry("Kept", [anna]), blankEntry("", [anna])], ["A", "B"]);
  expect(entries.map(({ title }) => title)).toEqual(["Kept", "A", "B"]);
  expect(entries[2]?.learners).toEqual([anna]);
  expect(
    addTitles(
      [],
      Array.from({ length: 30 }, (_, index) => `Lesson ${index}`),
    ),
  ).toHaveLength(20);
});

test("blank lessons are not saved, unless there is no other", () => {
  const written = blankEntry("A");
  expect(openEntries([written, blankEntry()])).toEqual([written]);
  expect(openEntries([{ ...written, saved: { id: "a", isDraft: false } }, blankEntry()])).toEqual([]);
  expect(openEntries([blankEntry()])).toHaveLength(1);
});

test("a lesson needs a title and a learner", () => {
  expect(Object.keys(entryErrors(blankEntry()))).toEqual(["title", "learners"]);
  expect(entryErrors(blankEntry("A", [anna]))).toEqual({});
  expect(entryErrors(blankEntry("A".repeat(201), [anna])).title).toContain("201 characters");
});

test("what was sent is sent again unchanged until its answer is known", () => {
  const draft = { ...blankRetrospective({ id: "ferry", name: "Ferry" }), day: "2026-11-27" };
  const entry = blankEntry(" A ", [anna]);
  const attempt = attemptFor(draft, entry, { publish: true, confirm: false });
  expect(attempt.input).toMatchObject({ title: "A", learners: ["anna"], project: "ferry", learnedOn: "2026-11-27", status: "PUBLISHED" });
  expect(attemptFor({ ...draft, day: "2026-11-28" }, { ...entry, title: "B", attempt }, { publish: false, confirm: false })).toBe(attempt);
  expect(attemptFor(draft, entry, { publish: true, confirm: false }).key).not.toBe(attempt.key);
});

test("an unlikely day is sent as confirmed once the reader has confirmed it", () => {
  const entry = blankEntry("A");
  expect(attemptFor(blankRetrospective(undefined), entry, { publish: true, confirm: false }).input).not.toHaveProperty("confirm");
  expect(attemptFor(blankRetrospective(undefined), entry, { publish: true, confirm: true }).input.confirm).toBe(true);
});
