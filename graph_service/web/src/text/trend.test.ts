import { describe, expect, it } from "vitest";
import { binomialTails, isPartial, type Quarter, sharesDiffer, trendOf } from "./trend";

const STARTS = ["01-01", "04-01", "07-01", "10-01"];
const start = (index: number) => `${2024 + Math.floor(index / 4)}-${STARTS[index % 4]}`;
/** Quarters from 2024 on; the last one ends on `until`. */
const quarters = (counts: number[], until?: string): Quarter[] =>
  counts.map((reuses, index) => ({
    from: start(index),
    to: index === counts.length - 1 ? (until ?? start(index + 1)) : start(index + 1),
    reuses,
    within: 0,
    across: reuses,
  }));

describe("the trend", () => {
  it("says that reuse stopped: 13, 1, 0 is not steady", () => {
    const found = trendOf(quarters([15, 15, 11, 18, 16, 16, 13, 20, 15, 13, 1, 0], "2026-11-30"), "2026-07-07");
    expect(found).toMatchObject({ kind: "silent", since: "2026-07-07", days: 145, low: 13, high: 20 });
  });
  it("says that reuse fell, also when the last quarter is incomplete", () => {
    expect(trendOf(quarters([15, 16, 14, 15, 4, 2], "2025-06-20"), "2025-06-18")).toMatchObject({ kind: "fell", reuses: 6, quarters: 2 });
    expect(trendOf(quarters([15, 16, 14, 15, 15, 30]), "2025-06-30")).toMatchObject({ kind: "rose", reuses: 30, quarters: 1 });
  });
  it("an incomplete quarter is no fall", () => {
    expect(trendOf(quarters([15, 16, 14, 15, 15, 3], "2025-04-20"), "2025-04-18")).toEqual({ kind: "steady", low: 14, high: 16 });
  });
  it("a slow place is not called silent", () => {
    expect(trendOf(quarters([4, 4, 4, 4, 4, 0], "2025-06-20"), "2025-03-20").kind).toBe("steady");
  });
  it("compares nothing with the time before data began", () => {
    expect(trendOf(quarters([0, 0, 0, 0, 9, 8]), "2025-06-20")).toEqual({ kind: "early", quarters: 2, reuses: 17 });
    expect(trendOf(quarters([0, 0]), undefined)).toEqual({ kind: "none" });
  });
});

it("quarters that the period cuts are incomplete", () => {
  expect(isPartial({ from: "2024-10-01", to: "2025-01-01" })).toBe(false);
  expect(isPartial({ from: "2024-10-02", to: "2025-01-01" })).toBe(true);
  expect(isPartial({ from: "2024-10-01", to: "2024-12-31" })).toBe(true);
});

it("binomial tails equal enumeration", () => {
  const [atMost, atLeast] = binomialTails(3, 10, 0.5);
  expect(atMost).toBeCloseTo(176 / 1024, 12);
  expect(atLeast).toBeCloseTo(968 / 1024, 12);
  expect(binomialTails(0, 20, 0.25)[0]).toBeCloseTo(0.75 ** 20, 12);
});

it("shares differ only where there are enough cases", () => {
  expect(sharesDiffer({ count: 51, of: 100 }, { count: 70, of: 100 })).toBe(true);
  expect(sharesDiffer({ count: 51, of: 100 }, { count: 55, of: 100 })).toBe(false);
  expect(sharesDiffer({ count: 0, of: 9 }, { count: 9, of: 9 })).toBe(false);
});
