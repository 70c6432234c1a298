import { expect, it } from "vitest";
import { clusterOrder } from "./cluster-order";

/** Departments i and j exchange only if they are neighbours on a hidden line. */
function hiddenLine(places: readonly number[]): number[][] {
  return places.map((a) => places.map((b) => (Math.abs(a - b) === 1 ? 10 : 0)));
}

it("finds the order in which neighbours exchange", () => {
  const places = [3, 0, 5, 1, 4, 2, 6];
  const found = clusterOrder(hiddenLine(places)).map((index) => places[index] as number);
  expect([...found].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(found.slice(1).every((place, index) => Math.abs(place - (found[index] as number)) === 1)).toBe(true);
});

it("keeps two clusters apart", () => {
  const cluster = [0, 1, 0, 1, 0, 1, 0, 1];
  const exchange = cluster.map((a) => cluster.map((b) => (a === b ? 9 : 0.1)));
  const found = clusterOrder(exchange).map((index) => cluster[index]);
  expect(new Set([found.join(""), [...found].reverse().join("")])).toContain("00001111");
});

it("gives the same order again, for none and for 25 departments", () => {
  expect(clusterOrder([])).toEqual([]);
  expect(clusterOrder([[1]])).toEqual([0]);
  const exchange = Array.from({ length: 25 }, (_, i) => Array.from({ length: 25 }, (_, j) => (i * 7 + j * 3) % 11));
  expect(clusterOrder(exchange)).toEqual(clusterOrder(exchange));
  expect(new Set(clusterOrder(exchange)).size).toBe(25);
});
