import { expect, it } from "vitest";
import { meant, shown } from "./combobox";

const ANNA = { id: "1", name: "Anna Weiss", beside: "Finance" };
const OTHER = { id: "2", name: "Anna Weiss", beside: "Parks" };
const BORIS = { id: "3", name: "Boris Roux", beside: null };

it("a whole name is meant at once, some letters only when typing is over and they fit one", () => {
  expect(meant("Anna Weiss (Parks)", [ANNA, OTHER, BORIS], false)).toBe(OTHER);
  expect(meant("Boris Roux", [ANNA, BORIS], false)).toBe(BORIS);
  expect(meant("bori", [ANNA, OTHER, BORIS], false)).toBeUndefined();
  expect(meant("bori", [ANNA, OTHER, BORIS], true)).toBe(BORIS);
  expect(meant("anna", [ANNA, OTHER, BORIS], true)).toBeUndefined();
  expect(meant(" ", [BORIS], true)).toBeUndefined();
  expect(meant("boris roux", [BORIS, { id: "4", name: "Boris Rouxel" }], true)).toBe(BORIS);
});

it("two of one name are told apart", () => {
  expect([ANNA, BORIS].map(shown)).toEqual(["Anna Weiss (Finance)", "Boris Roux"]);
});
