import { describe, expect, it } from "vitest";
import { change, day, listed, money, number, percent, plural, unwrapped } from "./format";

describe("figures", () => {
  it("have a decimal where it matters", () => {
    expect([null, 0, 26, 7.599, -2.25, 1204.4].map(number)).toEqual(["–", "0", "26", "7.6", "-2.3", "1,204"]);
  });
  it("do not round to nothing or to all", () => {
    expect([null, 0, 0.004, 0.54, 0.996, 1].map(percent)).toEqual(["–", "0%", "under 1%", "54%", "over 99%", "100%"]);
  });
  it("agree with their noun", () => {
    expect([0, 1, 1.04, 2].map((count) => plural(count, "reuse"))).toEqual(["0 reuses", "1 reuse", "1 reuse", "2 reuses"]);
    expect(plural(3, "person", "people")).toBe("3 people");
  });
  it("are compared in words", () => {
    expect(change(5, 3)).toBe("2 more than before");
    expect(change(3, 5)).toBe("2 fewer than before");
    expect(change(3, 3)).toBe("as many as before");
    expect(change(3, null)).toBe("");
  });
});

it("names stand in a row", () => {
  expect([[], ["A"], ["A", "B"], ["A", "B", "C"], ["A", "B", "C", "D"]].map((names) => listed(names))).toEqual([
    "",
    "A",
    "A and B",
    "A, B and C",
    "A, B and 2 others",
  ]);
});

it("days and money are as the reader writes them", () => {
  expect(day("2026-01-31")).toMatch(/31/);
  expect(day(null)).toBe("–");
  expect(money({ sum: "84000.00", currency: "EUR" })).toMatch(/84,000/);
  expect(money(undefined)).toBe("–");
});

describe("a text of fixed width", () => {
  const full = "The components of the scheduler ask for each device by its name";
  it("flows again within its paragraphs", () => {
    expect(unwrapped(`${full}\nand wait.\n\nThen they go on.`)).toBe(`${full} and wait.\n\nThen they go on.`);
  });
  it("keeps lists and lines that somebody ended", () => {
    expect(unwrapped(`${full}:\n- one\n- two`)).toBe(`${full}:\n- one\n- two`);
    expect(unwrapped("Ring first.\nThen go.")).toBe("Ring first.\nThen go.");
  });
});
