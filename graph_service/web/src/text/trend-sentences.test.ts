import { expect, it } from "vitest";
import { shareFinding, trendFinding, trendTitle } from "./trend-sentences";

it("a silence is the finding, with what was usual before", () => {
  const trend = { kind: "silent", since: "2026-07-07", days: 145, low: 13, high: 20 } as const;
  expect(trendFinding(trend)).toMatch(/^No reuse has been recorded since .*2026/);
  expect(trendTitle(trend)).toBe("No reuse in 5 months, after 13 to 20 a quarter");
});

it("a fall is said with its figures", () => {
  const trend = { kind: "fell", reuses: 1, quarters: 2, low: 13, high: 20 } as const;
  expect(trendFinding(trend)).toBe("Reuse fell to 1 in the last 2 quarters");
  expect(trendTitle(trend)).toBe("1 reuse in the last 2 quarters, after 13 to 20 a quarter");
});

it("without a finding the picture says what is known, and the page something else", () => {
  expect(trendFinding({ kind: "steady", low: 11, high: 20 })).toBeUndefined();
  expect(trendTitle({ kind: "steady", low: 11, high: 20 })).toBe("No clear change: 11 to 20 reuses a quarter");
  expect(trendTitle({ kind: "early", quarters: 1, reuses: 3 })).toBe("Too early to tell a trend: 1 complete quarter with 3 reuses");
  expect(trendTitle({ kind: "none" })).toBe("No reuse in this period");
  expect(shareFinding(0.51, 0.64)).toBe("Reuse across departments rose from 51% to 64%");
});
