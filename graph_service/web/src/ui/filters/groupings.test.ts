import { expect, it } from "vitest";
import { groupings } from "./groupings";

const department = (name: string, depth: number) => ({
  id: name,
  name,
  ancestors: Array.from({ length: depth }, (_, at) => ({ id: `${at}` })),
});

it("names the levels above the departments", () => {
  const tree = [department("City", 0), department("North", 1), department("South", 1), department("Water", 2)];
  expect(groupings(tree)).toEqual([
    { value: "1", name: "Division", detail: "North and South" },
    { value: "0", name: "Whole organisation", detail: "City" },
  ]);
});

it("a flat organisation has none, one without a root is not grouped as a whole", () => {
  expect(groupings([department("A", 0), department("B", 0)])).toEqual([]);
  expect(groupings([...["A", "B", "C", "D"].map((name) => department(name, 0)), department("E", 1), department("F", 2)])).toEqual([
    { value: "1", name: "Division, level 2", detail: "E" },
    { value: "0", name: "Division, level 1", detail: "4 departments" },
  ]);
});
