import { expect, it } from "vitest";
import { formatSort, listSort, readSort } from "./table-sort";

it("survives the address", () => {
  for (const sort of [
    { header: "Hours saved", descending: true },
    { header: "Lesson", descending: false },
  ])
    expect(readSort(`${new URLSearchParams({ "sort-reuses": formatSort(sort) })}`, "reuses")).toEqual(sort);
  expect(readSort("sort-other=Lesson", "reuses")).toBeUndefined();
});

it("is turned into the sort key of a list, and ignored for other columns", () => {
  const keys = { Name: (name: "ASC" | "DESC") => ({ name }) };
  expect(listSort("sort-people=-Name", "people", keys, { name: "ASC" })).toEqual([{ name: "DESC" }]);
  expect(listSort("sort-people=Shoe size", "people", keys, { name: "ASC" })).toEqual([{ name: "ASC" }]);
});
