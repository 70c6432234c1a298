import { expect, it } from "vitest";
import { compare } from "./table";

it("sorts numbers by size and texts by the alphabet, and what is absent comes last both ways", () => {
  const sorted = (values: (string | number | null)[], down: boolean) => [...values].sort((one, other) => compare(one, other, down));
  expect(sorted([10, 9, null, 100], false)).toEqual([9, 10, 100, null]);
  expect(sorted([10, 9, null, 100], true)).toEqual([100, 10, 9, null]);
  expect(sorted(["b", null, "ä", "a"], false)).toEqual(["a", "ä", "b", null]);
});
