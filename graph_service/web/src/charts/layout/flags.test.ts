import { expect, it } from "vitest";
import { axisEnd, type Flag, type PlacedFlag, placeFlags, spreadDots } from "./flags";

function faults(placed: readonly PlacedFlag[]): string[] {
  const span = ({ x, width }: PlacedFlag) => [x + 6, x + 6 + width] as const;
  return placed.flatMap((a) => {
    const [from, to] = span(a);
    return placed.flatMap((b) => {
      if (a === b || a.side !== b.side) return [];
      const [start, end] = span(b);
      if (a.level === b.level && from < end && start < to) return [`${a.id} meets ${b.id}`];
      return b.x > from && b.x < to && b.level >= a.level ? [`the pole of ${b.id} crosses ${a.id}`] : [];
    });
  });
}

/** A reproducible sequence of numbers between 0 and 1. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

it.each([1, 2, 7, 17, 60])("labels of %i departments never meet another label or pole", (count) => {
  for (let seed = 1; seed <= 50; seed++) {
    const next = randomNumbers(seed * 7919);
    const flags: Flag[] = Array.from({ length: count }, (_, index) => ({ id: `d${index}`, x: next() * 760, width: 40 + next() * 160 }));
    expect(faults(placeFlags(flags))).toEqual([]);
  }
});

it("departments at the same place get labels of their own", () => {
  const flags = Array.from({ length: 8 }, (_, index) => ({ id: `d${index}`, x: 400, width: 100 }));
  expect(faults(placeFlags(flags))).toEqual([]);
});

it("labels alternate, and one that has room stays near the axis", () => {
  const placed = placeFlags([
    { id: "a", x: 100, width: 50 },
    { id: "b", x: 300, width: 50 },
    { id: "c", x: 500, width: 50 },
  ]);
  expect(placed.map(({ id, side, level }) => [id, side, level])).toEqual([
    ["c", "above", 0],
    ["a", "above", 0],
    ["b", "below", 0],
  ]);
});

it("the axis ends where every label still fits", () => {
  expect(axisEnd([{ share: 0.2, width: 100 }], 14, 776)).toBe(762);
  const end = axisEnd([{ share: 0.95, width: 120 }], 14, 776);
  expect(14 + 0.95 * (end - 14) + 6 + 120).toBeCloseTo(776);
  expect(axisEnd([{ share: 1, width: 700 }], 14, 776)).toBeCloseTo(517.3, 1);
});

it("dots that would cover each other move apart, the larger one stays", () => {
  const offsets = spreadDots([
    { id: "small", x: 101, radius: 5 },
    { id: "large", x: 100, radius: 12 },
    { id: "far", x: 200, radius: 5 },
  ]);
  expect(offsets.get("large")).toBe(0);
  expect(offsets.get("far")).toBe(0);
  expect(Math.abs(offsets.get("small") ?? 0)).toBeGreaterThan(9);
});
