import { expect, it } from "vitest";
import { hadBegun, periodsOf } from "./periods";

const NOW = new Date(2026, 10, 29);

it("compares the last 12 months of the window with the 12 before", () => {
  const { recent, before, trend, recentName } = periodsOf({ window: { from: "2023-11-30", to: "2026-11-30" } }, NOW);
  expect([recent, before]).toEqual([
    { from: "2025-11-30", to: "2026-11-30" },
    { from: "2024-11-30", to: "2025-11-30" },
  ]);
  expect(trend).toEqual({ from: "2023-11-30", to: "2026-11-30" });
  expect(recentName).toBe("12 months");
});

it("compares a shorter window as a whole", () => {
  const { recent, before, recentName } = periodsOf({ window: { from: "2026-09-01", to: "2026-10-01" } }, NOW);
  expect([recent, before]).toEqual([
    { from: "2026-09-01", to: "2026-10-01" },
    { from: "2026-08-02", to: "2026-09-01" },
  ]);
  expect(recentName).toBe("this period");
});

it("the trend begins with the data for all time, and never ends after today", () => {
  expect(periodsOf({ window: undefined }, NOW).trend).toEqual({ from: null, to: "2026-11-30" });
  expect(periodsOf({ window: { from: "2020-01-01", to: "2030-01-01" } }, NOW).trend.to).toBe("2026-11-30");
});

it("nothing is compared with a time before data began", () => {
  const before = { from: "2024-11-30", to: "2025-11-30" };
  expect(hadBegun(before, "2024-11-30")).toBe(true);
  expect(hadBegun(before, "2024-12-01")).toBe(false);
  expect(hadBegun(before, null)).toBe(false);
});
