import { expect, it } from "vitest";
import { isWithoutExchange } from "./exchange";

const departments = [
  { id: "org", ancestors: [] },
  { id: "places", ancestors: [{ id: "org" }] },
  { id: "parks", ancestors: [{ id: "places" }, { id: "org" }] },
  { id: "water", ancestors: [{ id: "org" }] },
  { id: "etcd", ancestors: [{ id: "org" }] },
  { id: "legal", ancestors: [{ id: "org" }] },
];
const cell = (from: string, to: string, events: number, observed: number) => ({ from: { id: from }, to: { id: to }, events, observed });

it("finds the departments that no picture shows", () => {
  const flow = {
    groups: [
      { id: "small", kind: "SMALL_DEPARTMENTS", department: { id: "places" } },
      { id: "water", kind: "DEPARTMENT", department: { id: "water" } },
    ],
    cells: [cell("water", "small", 3, 3), cell("etcd", "etcd", 1, 0), cell("legal", "water", 0, 0)],
  };
  expect(departments.filter(isWithoutExchange(flow, departments)).map(({ id }) => id)).toEqual(["etcd", "legal"]);
});

it("at a higher level the departments below a group have its exchange", () => {
  const flow = { groups: [{ id: "org", kind: "DEPARTMENT", department: { id: "org" } }], cells: [cell("org", "org", 9, 9)] };
  expect(departments.filter(isWithoutExchange(flow, departments))).toEqual([]);
});
