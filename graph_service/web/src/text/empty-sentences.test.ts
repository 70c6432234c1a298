import { expect, test } from "vitest";
import { outsideSentence } from "./empty-sentences";
import { formatDay } from "./format";

test("a period without reuses says what lies outside it", () => {
  const recorded = { firstReuse: "2022-10-05", hasLessons: true };
  expect(outsideSentence(recorded, "2015-01-01", "2016-01-01")).toBe(
    `The first reuse on record dates from ${formatDay("2022-10-05")}, after this period.`,
  );
  const later = { ...recorded, lastReuse: "2026-07-07" };
  expect(outsideSentence(later, "2026-10-01", "2026-12-01")).toBe(`The last reuse before this period was on ${formatDay("2026-07-07")}.`);
  expect(outsideSentence(later, "2026-07-01", "2026-12-01")).toBe("Only reuses that are not counted are on record in this period.");
});

test("an empty organisation says what to do first", () => {
  expect(outsideSentence({ hasLessons: true }, undefined, "2026-12-01")).toContain("Lessons are on record, but no reuse yet.");
  expect(outsideSentence({ hasLessons: false }, undefined, "2026-12-01")).toMatch(/Import .*, or record the first lesson\. .*seed/);
});
