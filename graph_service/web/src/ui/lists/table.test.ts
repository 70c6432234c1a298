import { expect, it } from "vitest";
import { compareValues } from "./table";

it("sorts numbers by size and texts alphabetically, with absent values last in both directions", () => {
  const sorted = (values: (string | number | null)[], descending: boolean) => [...values].sort((a, b) => compareValues(a, b, descending));
  expect(sorted([10, 9, null, 100], false)).toEqual([9, 10, 100, null]);
  expect(sorted([10, 9, null, 100], true)).toEqual([100, 10, 9, null]);
  expect(sorted(["b", null, "ä", "a"], false)).toEqual(["a", "ä", "b", null]);
});
