import { expect, test } from "vitest";
import { isOutdated, reportAsOf, toRecency } from "./recency";

const NOW = new Date("2026-03-01T14:02:00Z");

test("figures that lack nothing are as recent as the response", () => {
  expect(toRecency({ at: "2026-02-01T08:00:00Z", behind: 0 }, NOW)).toEqual({ time: NOW, updating: false });
});

test("figures that lack changes are as recent as the last change that they include", () => {
  expect(toRecency({ at: "2026-02-01T08:00:00Z", behind: 3 }, NOW)).toEqual({ time: new Date("2026-02-01T08:00:00Z"), updating: true });
  expect(toRecency({ at: null, behind: 3 }, NOW)).toEqual({ time: undefined, updating: true });
});

test("only data that lacks changes is outdated", () => {
  const [old, current] = [{}, {}];
  reportAsOf(old, { at: null, behind: 1 });
  reportAsOf(current, { at: null, behind: 0 });
  expect([isOutdated(old), isOutdated(current), isOutdated(undefined)]).toEqual([true, false, false]);
});
