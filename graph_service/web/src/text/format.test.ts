import { describe, expect, it } from "vitest";
import { formatChange, formatDate, formatMoney, formatNumber, formatPercent, formatTimes, joinNames, plural } from "./format";

describe("numbers", () => {
  it("have one decimal below 100", () => {
    expect([null, 0, 26, 7.599, -2.25, 1204.4].map(formatNumber)).toEqual(["–", "0", "26", "7.6", "-2.3", "1,204"]);
  });
  it("are not rounded to 0% or 100%", () => {
    expect([null, 0, 0.004, 0.54, 0.996, 1].map(formatPercent)).toEqual(["–", "0%", "under 1%", "54%", "over 99%", "100%"]);
  });
  it("agree with their noun", () => {
    expect([0, 1, 1.04, 2].map((count) => plural(count, "reuse"))).toEqual(["0 reuses", "1 reuse", "1 reuse", "2 reuses"]);
    expect(plural(3, "person", "people")).toBe("3 people");
  });
  it("count how often something happened", () => {
    expect([1, 2, 3].map(formatTimes)).toEqual(["once", "twice", "3 times"]);
  });
  it("are compared with the ones before", () => {
    expect(formatChange(5, 3)).toBe("2 more than before");
    expect(formatChange(3, 5)).toBe("2 fewer than before");
    expect(formatChange(3, 3)).toBe("as many as before");
    expect(formatChange(3, null)).toBe("");
  });
});

it("names are joined, and shortened when there are many", () => {
  expect([[], ["A"], ["A", "B"], ["A", "B", "C"], ["A", "B", "C", "D"]].map((names) => joinNames(names))).toEqual([
    "",
    "A",
    "A and B",
    "A, B and C",
    "A, B and 2 others",
  ]);
});

it("dates and amounts follow the locale", () => {
  expect(formatDate("2026-01-31")).toMatch(/31/);
  expect(formatDate(null)).toBe("–");
  expect(formatMoney({ sum: "84000.00", currency: "EUR" })).toMatch(/84,000/);
  expect(formatMoney(undefined)).toBe("–");
});
