import { expect, it } from "vitest";
import { evidenceWhere, readEvidenceFilter } from "./evidence-filter";
import { evidenceLink } from "./evidence-link";

const topic = (id: string, ...broader: string[]) => ({ id, name: id, broader: { nodes: broader.map((above) => ({ id: above })) } });
const department = (id: string, ...ancestors: string[]) => ({ id, name: id, ancestors: ancestors.map((above) => ({ id: above })) });
const DIRECTORY = {
  topics: [topic("fast", "charging"), topic("charging"), topic("night", "fast", "charging"), topic("roads")],
  departments: [department("a"), department("b", "a"), department("c", "b", "a"), department("d")],
};

it("the address holds the filter and the view", () => {
  const filter = { learnedIn: "a b", reusedIn: "c", includeBelow: true, kind: "across" } as const;
  const address = evidenceLink("span=all&topic=t&picture=matrix", filter);
  expect(address).toBe("/reuses?span=all&topic=t&learned=a+b&made=c&kind=across&below=1");
  expect(readEvidenceFilter(address.split("?")[1] ?? "")).toEqual(filter);
  expect(readEvidenceFilter("kind=nonsense")).toEqual({ learnedIn: undefined, reusedIn: undefined, includeBelow: false, kind: undefined });
  expect(evidenceLink("", {})).toBe("/reuses");
});

it("departments below are included on request, narrower topics always", () => {
  const view = { window: undefined, level: undefined, topic: undefined };
  expect(evidenceWhere(DIRECTORY, view, { reusedIn: "a" })).toEqual({ department: { id: { in: ["a"] } } });
  expect(evidenceWhere(DIRECTORY, view, { reusedIn: "a", includeBelow: true }).department).toEqual({ id: { in: ["a", "b", "c"] } });
  expect(evidenceWhere(DIRECTORY, { ...view, topic: "charging" }, { learnedIn: "d" }).lesson).toEqual({
    departments: { some: { id: { in: ["d"] } } },
    topics: { some: { id: { in: ["charging", "fast", "night"] } } },
  });
});
