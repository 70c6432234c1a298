import { expect, it } from "vitest";
import type { Verdict } from "../../generated/graphql";
import { attentionItems, type Findings, limits } from "./attention";

const silo = (name: string, verdict: Verdict, events: number) => ({
  group: { id: name, name, kind: "DEPARTMENT" as const },
  events,
  people: 5,
  internal: events / 2,
  expected: 2,
  excess: 0.6,
  q: 0.01,
  verdict,
});
const pair = (events: number) => ({
  from: { id: "a", name: "A", kind: "DEPARTMENT" as const },
  to: { id: "b", name: "B", kind: "DEPARTMENT" as const },
  person: { id: "ann", name: "Ann" },
  share: 1,
  events,
});

function findings(changes: Partial<Findings["now"]> = {}, more: Partial<Findings> = {}): Findings {
  const total = { reported: { hoursSaved: null, costAvoided: [] }, confirmed: { hoursSaved: null, costAvoided: [] } };
  const shelf = { published: 10, onShelf: 0, medianDays: null, lessons: [] };
  const now = { silos: [], pairsAtRisk: [], missedReuse: [], exchange: { cells: [] }, benefits: { total }, shelf, ...changes };
  return { now, trend: { kind: "steady", low: 5, high: 9 }, running: 8, introductions: [], search: "?span=all", ...more };
}

it("risks come first, by the reuses concerned, and like things are one item", () => {
  const items = attentionItems(
    findings(
      {
        silos: [silo("A", "SILO", 12), silo("B", "SILO", 20), silo("C", "TYPICAL", 30)],
        pairsAtRisk: [pair(6), pair(5)],
        shelf: { published: 10, onShelf: 4, medianDays: 40, lessons: [] },
      },
      { trend: { kind: "silent", since: "2026-07-07", days: 91, low: 13, high: 20 } },
    ),
  );
  expect(items.map(({ kind, isRisk }) => [kind, isRisk])).toEqual([
    ["Silos", true],
    ["Recording", true],
    ["Depends on one person", true],
    ["Unused lessons", false],
  ]);
  expect(items[0]?.title).toBe("2 departments are silos: A and B");
  expect(items[1]?.title).toMatch(/^8 projects are running, and none has recorded a reuse since .*2026$/);
  expect(items[2]?.evidence).toContain("And 1 more exchange.");
  expect(items[2]?.href).toBe("/network?span=all&tab=brokers&leaves=ann");
});

it("an introduction for less than one expected reuse is not suggested", () => {
  const introduction = {
    from: { name: "A" },
    to: { name: "B" },
    gap: 0.97,
    expected: 0.97,
    observed: 0,
    topics: [],
    giver: null,
    receiver: null,
    project: null,
  };
  expect(attentionItems(findings({}, { introductions: [introduction] }))).toEqual([]);
  expect(attentionItems(findings({}, { introductions: [{ ...introduction, gap: 2 }] }))).toHaveLength(1);
});

it("what cannot be told is said", () => {
  const few = [silo("A", "TOO_LITTLE_EVIDENCE", 3), silo("B", "TOO_LITTLE_EVIDENCE", 2)];
  const cells = [{ from: { id: "a" }, to: { id: "b" }, events: 4 }];
  expect(limits(findings({ silos: few, exchange: { cells } }).now)).toEqual([
    "Too few reuses to tell whether any of the 2 departments is a silo",
    "Too few reuses to tell which exchanges depend on one person: none of 1 has 5",
  ]);
  expect(limits(findings({ silos: [...few, silo("C", "SILO", 30)], pairsAtRisk: [pair(6)] }).now)).toEqual([
    "For 2 of 3 departments there are too few reuses to tell whether they are silos",
  ]);
  expect(
    limits(findings({ silos: [silo("C", "TYPICAL", 30)], exchange: { cells: [{ from: { id: "a" }, to: { id: "b" }, events: 9 }] } }).now),
  ).toEqual([]);
});
