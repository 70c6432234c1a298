import { expect, it } from "vitest";
import { foundGroups, startGroups } from "./items";

const hit = (kind: "PERSON" | "LESSON", id: string) => ({ kind, id, name: id, context: null });

it("the kind of the best hit comes first, then actions", () => {
  const data = { searchEverything: [hit("LESSON", "l1"), hit("PERSON", "p1"), hit("LESSON", "l2")] };
  const groups = foundGroups("record", data);
  expect(groups.map(({ title, items }) => [title, items.map(({ href }) => href)])).toEqual([
    ["Lessons", ["/lessons/l1", "/lessons/l2"]],
    ["People", ["/people/p1"]],
    ["Actions", ["/record", "/record?mode=retrospective", "/lessons?q=record", "/people?find=expert&q=record"]],
  ]);
});

it("before typing, recent pages come before a few actions", () => {
  expect(startGroups([{ path: "/people/nadja", title: "Nadja" }])[0]).toEqual({
    title: "Recent",
    items: [{ href: "/people/nadja", name: "Nadja", icon: "people" }],
  });
  expect(startGroups([]).map(({ title }) => title)).toEqual(["Actions"]);
});

it("shows dates as the reader writes them", () => {
  const data = { searchEverything: [{ ...hit("LESSON", "l1"), context: "Quay wall · 2024-11-20" }] };
  expect(foundGroups("quay", data)[0]?.items[0]?.detail).not.toContain("2024-11-20");
});
