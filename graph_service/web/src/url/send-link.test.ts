import { expect, it } from "vitest";
import { lastingLink, readFindings, sendPath, sendPathFrom } from "./send-link";
import { readView } from "./view-params";

const SEARCH = "?span=year&topic=charging&tab=brokers&leaves=ann";

it("a page is shared with the findings that it is about, in the same view", () => {
  expect(sendPathFrom("/", SEARCH)).toBe("/send?span=year&topic=charging");
  expect(sendPathFrom("/network", SEARCH)).toBe("/send?span=year&topic=charging&finding=dependence");
  expect(sendPathFrom("/network", "?tab=time")).toBe("/send?finding=recording");
  expect(sendPathFrom("/network", "?tab=none")).toBe("/send?finding=silo");
  expect(sendPathFrom("/insights", "")).toBe("/send?finding=problems.unused");
  expect(sendPathFrom("/lessons", SEARCH)).toBeUndefined();
});

it("reads the findings of an address: known ones, at most three", () => {
  expect(readFindings(sendPath("", ["unused", "silo"]).slice("/send".length))).toEqual(["silo", "unused"]);
  expect(readFindings("?finding=silo.problems.dependence.unused.recording")).toHaveLength(3);
  expect(readFindings("?finding=none")).toEqual([]);
  expect(readFindings("?finding=nonsense")).toEqual([]);
  expect(readFindings("")).toBeUndefined();
});

it("a link that lasts names the days and the findings", () => {
  const now = new Date(2026, 10, 29);
  expect(lastingLink(SEARCH, readView(SEARCH, now), ["silo", "problems"])).toBe(
    "/send?topic=charging&from=2025-11-30&to=2026-11-30&finding=silo.problems",
  );
  expect(lastingLink("?span=all", readView("?span=all", now), [])).toBe("/send?span=all&finding=none");
});
