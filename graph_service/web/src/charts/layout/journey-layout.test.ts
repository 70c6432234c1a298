import { expect, test } from "vitest";
import { textWidth } from "../text-width";
import { type JourneyData, type JourneyEvent, laneNames, layoutJourney, layoutNarrowJourney, type Mark } from "./journey-layout";

function event(index: number, lane: string, day: string): JourneyEvent {
  return { id: `r${index}`, day, lane, kind: "HELPED", lines: [`Project number ${index} of ${lane}`, "helped, 12 hours saved"] };
}

const DEPARTMENTS = ["Roads", "Water", "Energy", "Waste", "Parks", "Buses"];

/** 30 reuses in 6 departments, every other one within the same three weeks. */
const MANY: JourneyData = {
  source: { day: "2022-06-22", lanes: ["Roads"], text: "Learned on Valley Road renewal" },
  events: Array.from({ length: 30 }, (_, index) =>
    event(
      index,
      DEPARTMENTS[index % 6] as string,
      index % 2
        ? `2024-03-${String(1 + (index % 21)).padStart(2, "0")}`
        : `202${2 + (index % 5)}-${String(7 + (index % 5)).padStart(2, "0")}-10`,
    ),
  ),
  moves: [],
  today: "2026-11-29",
};

function box({ label, event }: Mark) {
  if (!label) return undefined;
  const width = Math.max(textWidth(label.lines[0] ?? ""), textWidth(label.lines[1] ?? "", "regular", 11));
  const left = label.isEnd ? label.x - width : label.x;
  return { id: event.id, left, right: left + width, top: label.y - 10, bottom: label.y + 17 };
}

function overlaps(marks: readonly Mark[]): string[] {
  const boxes = marks.map(box).filter((one) => one !== undefined);
  return boxes.flatMap((a, index) =>
    boxes
      .slice(index + 1)
      .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
      .map((b) => `${a.id} ${b.id}`),
  );
}

test("lanes begin with the source and follow the order in which the lesson arrived", () => {
  const events = [event(1, "Water", "2024-01-01"), event(2, "Energy", "2023-01-01"), event(3, "Roads", "2022-12-01")];
  expect(laneNames({ ...MANY, events })).toEqual(["Roads", "Energy", "Water"]);
});

test("no label of 30 reuses meets another label, a branch, or the edge", () => {
  for (const width of [640, 800, 1008, 1300]) {
    const { marks, branches } = layoutJourney(MANY, width);
    expect(overlaps(marks)).toEqual([]);
    const downs = branches.map(
      (path) => /^M\S+ (\S+)Q(\S+) \S+ \S+ \S+V(\S+)Q/.exec(path)?.slice(1).map(Number) as [number, number, number],
    );
    for (const label of marks.map(box).filter((one) => one !== undefined)) {
      expect(downs.filter(([top, x, bottom]) => x > label.left && x < label.right && top < label.top && bottom > label.bottom)).toEqual([]);
      expect(label.left).toBeGreaterThan(100);
      expect(label.right).toBeLessThanOrEqual(width);
    }
  }
});

test("at least half of 30 reuses have a label, and no mark covers another", () => {
  const { marks, height } = layoutJourney(MANY, 1008);
  expect(marks).toHaveLength(30);
  expect(marks.filter(({ label }) => label).length).toBeGreaterThanOrEqual(15);
  for (const [index, a] of marks.entries())
    for (const b of marks.slice(index + 1)) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(14);
  for (const { y } of marks) expect(y).toBeLessThan(height);
});

test("a lane begins at its first mark, and its branch leaves the line of the source before", () => {
  const { lanes, branches, source } = layoutJourney({ ...MANY, events: [event(1, "Water", "2024-01-01")] }, 1008);
  expect(lanes[1]?.from).toBe(lanes[1]?.to);
  expect(branches).toHaveLength(1);
  expect(branches[0]).toContain(` ${source.y}Q`);
  expect(lanes[0]?.to).toBeGreaterThan(source.x);
});

test("a lesson without reuses has the line of its source only", () => {
  const { marks, lanes, height } = layoutJourney({ ...MANY, events: [] }, 1008);
  expect(marks).toEqual([]);
  expect(lanes.map(({ name }) => name)).toEqual(["Roads"]);
  expect(height).toBeGreaterThan(0);
});

test("on a phone time runs down, and texts stand right of all lanes", () => {
  const { rows, lanes, textX, height } = layoutNarrowJourney(MANY, 358);
  expect(rows.map(({ event }) => event.day)).toEqual([...rows.map(({ event }) => event.day)].sort());
  for (const { x } of lanes) expect(x).toBeLessThan(textX);
  expect(rows.at(-1)?.y).toBeLessThan(height);
});

test("a move leads from one lane to the other, down or up, and no label stands in its way", () => {
  const down = { person: "Nadja", day: "2023-07-01", from: "Roads", to: "Waste" };
  const up = { person: "Luis", day: "2025-01-01", from: "Buses", to: "Water" };
  const { moves, lanes, marks } = layoutJourney({ ...MANY, moves: [down, up] }, 1008);
  const laneY = (name: string) => lanes.find((lane) => lane.name === name)?.y;
  for (const { move, path } of moves) {
    const [from = 0, x = 0, to = 0] = [/^M\S+ ([^Q]+)Q/, /Q(\S+)/, / (\S+)$/].map((part) => Number(part.exec(path)?.[1]));
    expect([from, to]).toEqual([laneY(move.from), laneY(move.to)]);
    const [top, bottom] = [Math.min(from, to), Math.max(from, to)];
    const crossed = marks
      .map(box)
      .filter((label) => label && x > label.left && x < label.right && label.top > top && label.bottom < bottom);
    expect(crossed).toEqual([]);
  }
});
