import { expect, it } from "vitest";
import { earlierWindows, sinceText } from "./silo-since";

const windows = earlierWindows({ from: "2023-11-30", to: "2026-11-30" });
const silos = (...found: boolean[]) => Array.from({ length: 8 }, (_, index) => new Set(found[index] ? ["water"] : []));

it("the earlier times are as long as the window and end with quarters before its end", () => {
  expect(windows).toHaveLength(8);
  expect(windows.slice(0, 2)).toEqual([
    { from: "2023-10-01", to: "2026-10-01" },
    { from: "2023-07-01", to: "2026-07-01" },
  ]);
  expect(earlierWindows({ from: "2025-10-01", to: "2026-10-01" })[0]?.to).toBe("2026-07-01");
  expect(earlierWindows(undefined, new Date(2026, 10, 29))[7]).toEqual({ from: "1000-01-01", to: "2025-01-01" });
});

it("a silo holds since the first of the quarters without a gap", () => {
  expect(sinceText("water", silos(true, true, true, true, true, false, false, true), windows)).toBe("since October\u00a02025");
  expect(sinceText("water", silos(true), windows)).toBe("since October\u00a02026");
  expect(sinceText("water", silos(false, true), windows)).toBe("new");
  expect(sinceText("water", silos(...Array<boolean>(8).fill(true)), windows)).toBe("for 2 years or more");
});
