import { expect, it } from "vitest";
import { exchangeAt, exchangeTable } from "./exchange-table";
import { arcLayout, drawnRoutes } from "./layout/arc-layout";
import type { ChartFlow, ChartNode } from "./layout/rollup";

const node = (id: string): ChartNode => ({ id, name: id.toUpperCase(), kind: "DEPARTMENT", isCollapsed: false, path: id });
const flow = (from: string, to: string, reuses: number, expected = 1): ChartFlow => ({ from: node(from), to: node(to), reuses, expected });
const FLOWS = [
  flow("a", "a", 21, 5.5),
  flow("a", "b", 5),
  flow("b", "a", 5.5),
  flow("b", "c", 0.5),
  flow("c", "c", 3),
  flow("a", "d", 0, 4),
];

it("sums add up to the total on both edges", () => {
  const table = exchangeTable(FLOWS);
  expect(table.total).toBe(35);
  expect([...table.given.values()].reduce((a, b) => a + b)).toBe(35);
  expect([...table.received.values()].reduce((a, b) => a + b)).toBe(35);
  expect([table.largest, table.largestDifference]).toEqual([21, 15.5]);
});

it("shows the nodes with reuses, and pairs without any as zero", () => {
  const table = exchangeTable(FLOWS);
  expect(table.nodes.map(({ id }) => id).sort()).toEqual(["a", "b", "c"]);
  expect(exchangeAt(table, node("c"), node("a"))).toMatchObject({ reuses: 0, expected: 0, key: "c~a" });
});

it("arcs leave out own reuse and routes under one reuse, and no two names meet", () => {
  const table = exchangeTable(FLOWS);
  expect(drawnRoutes(table).map(({ key }) => key)).toEqual(["b~a", "a~b"]);
  const many = exchangeTable(
    ["a", "b", "c", "d", "e", "f", "g", "h", "i"].flatMap((from, i, all) =>
      all.map((to, j) => flow(from, to, i === j ? 9 : 5 + ((i * j) % 4))),
    ),
  );
  const { routes } = arcLayout(many, 1376);
  const named = routes.filter(({ label }) => label);
  expect(named.length).toBeGreaterThan(4);
  for (const a of named) {
    for (const b of named) {
      const isApart = Math.abs(a.labelY - b.labelY) > 12 || Math.abs(a.labelX - b.labelX) > 60;
      expect(a === b || isApart).toBe(true);
    }
  }
});
