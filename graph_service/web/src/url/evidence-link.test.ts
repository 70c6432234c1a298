import { expect, it } from "vitest";
import { behind, readBehind, whereBehind } from "./evidence-link";

const topic = (id: string, ...broader: string[]) => ({ id, name: id, broader: { nodes: broader.map((one) => ({ id: one })) } });
const department = (id: string, ...ancestors: string[]) => ({ id, name: id, ancestors: ancestors.map((one) => ({ id: one })) });
const FRAME = {
  topics: { nodes: [topic("fast", "charging"), topic("charging"), topic("night", "fast", "charging"), topic("roads")] },
  departments: { nodes: [department("a"), department("b", "a"), department("c", "b", "a"), department("d")] },
};

it("an address says what stands behind a figure, and in which view", () => {
  const address = behind("span=all&topic=t&picture=matrix", { learned: "a b", made: "c", below: true, kind: "across" });
  expect(address).toBe("/reuses?span=all&topic=t&learned=a+b&made=c&kind=across&below=1");
  expect(readBehind(address.split("?")[1] ?? "")).toEqual({ learned: "a b", made: "c", below: true, kind: "across" });
  expect(readBehind("kind=nonsense")).toEqual({ learned: undefined, made: undefined, below: false, kind: undefined });
  expect(behind("", {})).toBe("/reuses");
});

it("a department counts alone, or with all below it; a topic with all that are narrower", () => {
  const view = { window: undefined, level: undefined, topic: undefined };
  expect(whereBehind(FRAME, view, { made: "a" })).toEqual({ withdrawnOn: { isNull: true }, department: { id: { in: ["a"] } } });
  expect(whereBehind(FRAME, view, { made: "a", below: true }).department).toEqual({ id: { in: ["a", "b", "c"] } });
  expect(whereBehind(FRAME, { ...view, topic: "charging" }, { learned: "d" }).lesson).toEqual({
    departments: { some: { id: { in: ["d"] } } },
    topics: { some: { id: { in: ["charging", "fast", "night"] } } },
  });
});
