import { describe, expect, it } from "vitest";
import { breadcrumbs, chartNodes, type DepartmentGroup, sumFlows } from "./rollup";

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
      { from: { id: "a" }, to: { id: "c" }, reuses: 1.5 },
      { from: { id: "b" }, to: { id: "(small)" }, reuses: 2 },
      { from: { id: "a" }, to: { id: "b" }, reuses: 1 },
      { from: { id: "?" }, to: { id: "b" }, reuses: 9 },
    ];
    const sums = sumFlows(flows, chartNodes(MANY_GROUPS, undefined));
    expect(sums.map(({ from, to, reuses }) => [from.name, to.name, reuses])).toEqual([
      ["Left", "Right", 3.5],
      ["Left", "Left", 1],
    ]);
  });
});

it("the breadcrumbs lead to the opened department", () => {
  expect(breadcrumbs(GROUPS, "right")).toEqual([org, right]);
  expect(breadcrumbs(GROUPS, "a")).toEqual([]);
});
