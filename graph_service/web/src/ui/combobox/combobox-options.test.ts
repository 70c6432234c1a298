import { expect, it } from "vitest";
import { matchOption, optionLabel } from "./combobox-options";

const ANNA = { id: "1", name: "Anna Weiss", detail: "Finance" };
const OTHER_ANNA = { id: "2", name: "Anna Weiss", detail: "Parks" };
const BORIS = { id: "3", name: "Boris Roux", detail: null };

it("matches a whole name at once, and letters of a single option when typing has ended", () => {
  expect(matchOption("Anna Weiss (Parks)", [ANNA, OTHER_ANNA, BORIS], false)).toBe(OTHER_ANNA);
  expect(matchOption("Boris Roux", [ANNA, BORIS], false)).toBe(BORIS);
  expect(matchOption("bori", [ANNA, OTHER_ANNA, BORIS], false)).toBeUndefined();
  expect(matchOption("bori", [ANNA, OTHER_ANNA, BORIS], true)).toBe(BORIS);
  expect(matchOption("anna", [ANNA, OTHER_ANNA, BORIS], true)).toBeUndefined();
  expect(matchOption(" ", [BORIS], true)).toBeUndefined();
  expect(matchOption("boris roux", [BORIS, { id: "4", name: "Boris Rouxel" }], true)).toBe(BORIS);
});

it("distinguishes options of the same name by their detail", () => {
  expect([ANNA, BORIS].map(optionLabel)).toEqual(["Anna Weiss (Finance)", "Boris Roux"]);
});
