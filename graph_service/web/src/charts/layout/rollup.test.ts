import { describe, expect, it } from "vitest";
import { breadcrumbs, chartNodes, type DepartmentGroup, foldSmallest, MAX_NODES, nodesOf, sumFlows } from "./rollup";

const org = { id: "org", name: "Works" };
const left = { id: "left", name: "Left" };
const right = { id: "right", name: "Right" };
const group = (id: string, ...ancestors: (typeof org)[]): DepartmentGroup => {
  const name = id.toUpperCase();
  return { id, name, kind: "DEPARTMENT", department: { id, name, ancestors } };
};
const small: DepartmentGroup = {
  id: "(small)",
  name: "Small departments of Right",
  kind: "SMALL_DEPARTMENTS",
  department: { ...right, ancestors: [org] },
};
const unattributed: DepartmentGroup = { id: "?", name: "Unattributed", kind: "UNATTRIBUTED", department: null };
const GROUPS = [group("a", left, org), group("b", left, org), group("c", right, org), small, unattributed];
const MANY_GROUPS = [...GROUPS, ...Array.from({ length: 30 }, (_, index) => group(`m${index}`, left, org))];

describe("the nodes of a chart", () => {
  it("are the groups themselves while there are few", () => {
    expect([...chartNodes(GROUPS, undefined).values()].map(({ id, isCollapsed }) => [id, isCollapsed])).toEqual([
      ["a", false],
      ["b", false],
      ["c", false],
      ["(small)", false],
    ]);
  });
  it("are branches where there are many groups, until one is opened", () => {
    const closed = chartNodes(MANY_GROUPS, undefined);
    expect(["a", "c", "(small)"].map((id) => closed.get(id)?.id)).toEqual(["left", "right", "right"]);
    expect(closed.get("a")?.isCollapsed).toBe(true);
    const opened = chartNodes(MANY_GROUPS, "right");
    expect(["a", "c", "(small)"].map((id) => opened.get(id)?.id)).toEqual(["left", "c", "(small)"]);
  });
  it("sum the flows of the groups they stand for", () => {
    const flows = [
      { from: { id: "a" }, to: { id: "c" }, observed: 1.5, expected: 1 },
      { from: { id: "b" }, to: { id: "(small)" }, observed: 2, expected: 0.5 },
      { from: { id: "a" }, to: { id: "b" }, observed: 1, expected: null },
      { from: { id: "?" }, to: { id: "b" }, observed: null },
    ];
    const sums = sumFlows(flows, chartNodes(MANY_GROUPS, undefined));
    expect(sums.map(({ from, to, reuses, expected }) => [from.name, to.name, reuses, expected])).toEqual([
      ["Left", "Right", 3.5, 1.5],
      ["Left", "Left", 1, 0],
    ]);
  });
});

it("the breadcrumbs lead to the opened department", () => {
  expect(breadcrumbs(GROUPS, "right")).toEqual([org, right]);
  expect(breadcrumbs(GROUPS, "a")).toEqual([]);
});

it("a flat organisation of 60 departments keeps its totals when the smallest are drawn as one", () => {
  const flat = Array.from({ length: 60 }, (_, index) => group(`d${String(index).padStart(2, "0")}`));
  const cells = flat.flatMap((from, i) =>
    flat.map((to, j) => ({ from, to, observed: i === j ? 60 - i : i + j < 9 ? 2 : 0.5, expected: 1 })),
  );
  const flows = sumFlows(cells, chartNodes(flat, undefined));
  const { flows: shown, folded } = foldSmallest(flows);
  expect(nodesOf(flows)).toHaveLength(60);
  expect(nodesOf(shown)).toHaveLength(MAX_NODES);
  expect(folded).toBe(60 - MAX_NODES + 1);
  expect(nodesOf(shown).at(-1)?.name).toBe("37 others");
  const total = (list: readonly { reuses: number; expected: number }[]) =>
    list.reduce((sum, { reuses, expected }) => sum + reuses + expected, 0);
  expect(total(shown)).toBeCloseTo(total(flows));
  expect(foldSmallest(flows.slice(0, 3))).toEqual({ flows: flows.slice(0, 3), folded: 0 });
});
