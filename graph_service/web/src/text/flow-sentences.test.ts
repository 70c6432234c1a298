import { expect, it } from "vitest";
import { exchangeTable } from "../charts/exchange-table";
import type { ChartFlow, ChartNode } from "../charts/layout/rollup";
import { flowLead, flowOfTitle, flowTitle } from "./flow-sentences";

const node = (id: string): ChartNode => ({ id, name: id.toUpperCase(), kind: "DEPARTMENT", isCollapsed: false, path: id });
const flow = (from: string, to: string, reuses: number, expected = 1): ChartFlow => ({ from: node(from), to: node(to), reuses, expected });

it("the busiest route comes with what chance would give", () => {
  const table = exchangeTable([flow("a", "b", 7, 4.2), flow("b", "a", 6), flow("a", "a", 20)]);
  expect(flowTitle(table)).toBe("A to B is the busiest route: 7 reuses; about 4 would be expected by chance");
  expect(flowLead(table, 33)).toBe("13 of 33 reuses crossed departments, on 2 of 2 possible routes.");
  expect(flowLead(table, 40)).toContain("between the departments shown; 40 reuses in all.");
});

it("no route is called the busiest beside an equal one", () => {
  expect(flowTitle(exchangeTable([flow("a", "b", 2), flow("b", "a", 2)]))).toBe("No route stands out: the busiest have 2 reuses each");
  expect(flowTitle(exchangeTable([flow("a", "a", 2)]))).toBe("No lesson was reused by another department");
  expect(flowTitle(exchangeTable([]))).toBe("Nothing was reused in this period");
});

it("the flow of one department says what it took", () => {
  const cell = (from: string, to: string, observed: number) => ({ from: node(from), to: node(to), observed });
  const cells = [cell("b", "a", 6), cell("c", "a", 2), cell("d", "a", 0), cell("a", "a", 21), cell("a", "b", 9)];
  expect(flowOfTitle(node("a"), cells)).toBe("A reused lessons of other departments 8 times, most often those of B (6)");
  expect(flowOfTitle(node("c"), cells)).toBe("C reused no lesson of another department");
});
