import { expect, it } from "vitest";
import { behind, readBehind, whereBehind } from "./evidence";

it("an address says what stands behind a figure, and in which view", () => {
  const address = behind("span=all&topic=t&picture=matrix", { learned: "a b", made: "c", below: true, kind: "across" });
  expect(address).toBe("/reuses?span=all&topic=t&learned=a+b&made=c&kind=across&below=1");
  expect(readBehind(address.split("?")[1] ?? "")).toEqual({ learned: "a b", made: "c", below: true, kind: "across" });
  expect(readBehind("kind=nonsense")).toEqual({ learned: undefined, made: undefined, below: false, kind: undefined });
  expect(behind("", {})).toBe("/reuses");
});

it("a department counts alone, or with all below it", () => {
  const view = { window: undefined, level: undefined, topic: undefined };
  expect(whereBehind(view, { made: "a" })).toEqual({ withdrawnOn: { isNull: true }, department: { id: { eq: "a" } } });
  expect(whereBehind(view, { made: "a", below: true }).department?.OR?.slice(0, 2)).toEqual([{ id: { eq: "a" } }, { parent: { id: { eq: "a" } } }]);
});
