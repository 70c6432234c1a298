import { describe, expect, it } from "vitest";
import { crumbs, type Group, places, rolledUp } from "./rollup";

const org = { id: "org", name: "Works" },
  left = { id: "left", name: "Left" },
  right = { id: "right", name: "Right" };
const group = (
  id: string,
  ...ancestors: Group["department"] extends infer D ? (D extends { ancestors: readonly (infer A)[] } ? A[] : never) : never
): Group => ({ id, name: id.toUpperCase(), kind: "DEPARTMENT", department: { id, name: id.toUpperCase(), ancestors } });
const small: Group = {
  id: "(small)",
  name: "Small departments of Right",
  kind: "SMALL_DEPARTMENTS",
  department: { ...right, ancestors: [org] },
};
const nobody: Group = { id: "?", name: "Unattributed", kind: "UNATTRIBUTED", department: null };
const GROUPS = [group("a", left, org), group("b", left, org), group("c", right, org), small, nobody];
const many = [...GROUPS, ...Array.from({ length: 30 }, (_, at) => group(`m${at}`, left, org))];

describe("what is drawn as one", () => {
  it("is each by itself while they are few", () => {
    expect([...places(GROUPS, undefined).values()].map(({ id, whole }) => [id, whole])).toEqual([
      ["a", false],
      ["b", false],
      ["c", false],
      ["(small)", false],
    ]);
  });
  it("is a branch where there are many, until it is opened", () => {
    const shut = places(many, undefined);
    expect([shut.get("a")?.id, shut.get("c")?.id, shut.get("(small)")?.id, shut.get("a")?.whole]).toEqual(["left", "right", "right", true]);
    const opened = places(many, "right");
    expect([opened.get("a")?.id, opened.get("c")?.id, opened.get("(small)")?.id]).toEqual(["left", "c", "(small)"]);
  });
  it("has the flows of all that is in it", () => {
    const cells = [
      { from: { id: "a" }, to: { id: "c" }, reuses: 1.5 },
      { from: { id: "b" }, to: { id: "(small)" }, reuses: 2 },
      { from: { id: "a" }, to: { id: "b" }, reuses: 1 },
      { from: { id: "?" }, to: { id: "b" }, reuses: 9 },
    ];
    expect(rolledUp(cells, places(many, undefined)).map(({ from, to, reuses }) => [from.name, to.name, reuses])).toEqual([
      ["Left", "Right", 3.5],
      ["Left", "Left", 1],
    ]);
  });
  it("shows the way to what is opened", () => {
    expect(crumbs(GROUPS, "right")).toEqual([org, right]);
    expect(crumbs(GROUPS, "a")).toEqual([]);
  });
});
