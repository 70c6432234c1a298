import { describe, expect, it } from "vitest";
import { linkWithView, monthsBefore, periodRange, precedingRange, readView, tomorrow } from "./view-params";

const NOW = new Date(2026, 10, 25, 23, 30);

describe("the window", () => {
  it("is the last three years by default", () => {
    expect(readView("", NOW).window).toEqual({ from: "2023-11-26", to: "2026-11-26" });
    expect(readView("span=year", NOW).window).toEqual({ from: "2025-11-26", to: "2026-11-26" });
    expect(readView("span=this-quarter", NOW).window).toEqual({ from: "2026-10-01", to: "2026-11-26" });
    expect(readView("span=last-quarter", NOW).window).toEqual({ from: "2026-07-01", to: "2026-10-01" });
    expect(readView("span=last-quarter", new Date(2026, 1, 3)).window).toEqual({ from: "2025-10-01", to: "2026-01-01" });
    expect(readView("span=this-year", NOW).window).toEqual({ from: "2026-01-01", to: "2026-11-26" });
    expect(readView("span=all", NOW).window).toBeUndefined();
    expect(readView("from=2024-01-01&to=2025-01-01", NOW).window).toEqual({ from: "2024-01-01", to: "2025-01-01" });
  });
  it("ignores invalid parameters", () => {
    for (const search of [
      "from=2025-01-01&to=2024-01-01",
      "from=x&to=y",
      "from=2024-01-01",
      "from=2025-02-30&to=2025-04-01",
      "from=2025-01-01&to=2025-13-01",
      "span=century",
    ])
      expect(readView(search, NOW).window).toEqual(periodRange("years", NOW));
  });
  it("is compared with as many days before it", () => {
    expect(precedingRange({ from: "2024-01-01", to: "2025-01-01" })).toEqual({ from: "2022-12-31", to: "2024-01-01" });
  });
  it("respects the lengths of months", () => {
    expect(monthsBefore("2026-03-31", 1)).toBe("2026-02-28");
    expect(monthsBefore("2024-02-29", 12)).toBe("2023-02-28");
    expect(monthsBefore("2026-01-15", 3)).toBe("2025-10-15");
    expect(tomorrow(new Date(2026, 11, 31, 12))).toBe("2027-01-01");
  });
});

it("reads the level and the topic, and ignores invalid ones", () => {
  expect(readView("level=1&topic=charging", NOW)).toMatchObject({ level: 1, topic: "charging" });
  expect(readView("level=-1&topic=", NOW)).toMatchObject({ level: undefined, topic: undefined });
});

it("a link to another page keeps the view and drops the search words", () => {
  expect(linkWithView("/network", "span=all&topic=a&q=words")).toBe("/network?span=all&topic=a");
  expect(linkWithView("/", "q=words")).toBe("/");
});
