import { describe, expect, it } from "vitest";
import {
  formatAbout,
  formatDate,
  formatDay,
  formatDaysIn,
  formatMoney,
  formatNumber,
  formatPercent,
  formatShortMoney,
  formatSigned,
  formatTimes,
  formatWhole,
  joinNames,
  localesFor,
  plural,
} from "./format";

describe("numbers", () => {
  it("have one decimal below 100", () => {
    expect([null, 0, 26, 7.599, -2.25, 1204.4].map(formatNumber)).toEqual(["–", "0", "26", "7.6", "−2.3", "1,204"]);
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
  it("are rounded to whole numbers in pictures, half up", () => {
    expect([0.4, 0.5, 5.5, 1204].map(formatWhole)).toEqual(["0", "1", "6", "1,204"]);
    expect([15.4, -1.6, 0.4, -0.4].map(formatSigned)).toEqual(["+15", "−2", "0", "0"]);
  });
  it("are approximate where they are expected", () => {
    expect([0, 0.2, 0.79, 5.52].map(formatAbout)).toEqual(["none", "under 1", "about 1", "about 6"]);
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

it("large amounts are short and cannot break inside", () => {
  const short = [
    { sum: "644800", currency: "EUR" },
    { sum: 12_000, currency: "CHF" },
    { sum: 950, currency: "EUR" },
    { sum: 43_444_780, currency: "EUR" },
  ].map(formatShortMoney);
  expect(short).toEqual(["€644.8k", "CHF\u00a012k", "€950", "€43.4M"]);
});

it("days in a sentence of the service are written as elsewhere", () => {
  expect(formatDaysIn("Held before it starts: 2026-07-07.")).toBe(`Held before it starts: ${formatDay("2026-07-07")}.`);
});

it("words are English whatever the reader's language, numbers are the reader's", () => {
  const { numbers, words } = localesFor("de-DE");
  expect(new Intl.NumberFormat(numbers).format(1584)).toBe("1.584");
  expect(new Intl.DateTimeFormat(words, { dateStyle: "long", timeZone: "UTC" }).format(new Date("2026-07-07"))).toBe("7 July 2026");
  expect(new Intl.NumberFormat(localesFor("ar-EG").numbers).format(12)).toBe("12");
  expect(localesFor("en-US").words).toBe("en-US");
});
