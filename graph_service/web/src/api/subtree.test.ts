import { expect, it } from "vitest";
import { countPeopleBelow } from "./subtree";

const department = (id: string, ...ancestors: string[]) => ({ id, name: id, ancestors: ancestors.map((above) => ({ id: above })) });
const directory = { departments: [department("all"), department("nets", "all"), department("water", "nets", "all")], topics: [] };
const group = (id: string | null, count: number) => ({ keys: [{ id }], count });

it("a division has the people of the departments below it", () => {
  const people = { totalCount: 3, nodes: [group("water", 8), group("nets", 1), group(null, 4)] };
  expect(["all", "nets", "water"].map((id) => countPeopleBelow(directory, people, id))).toEqual([9, 9, 8]);
  expect(countPeopleBelow(undefined, people, "all")).toBeNull();
  expect(countPeopleBelow(directory, { ...people, totalCount: 4 }, "all")).toBeNull();
});
