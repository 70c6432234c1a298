import { expect, it } from "vitest";
import { toCounts } from "./facet-counts";
import { possibleOrders, readOrder } from "./lesson-order";

const total = (totalCount: number) => ({ totalCount });

it("counts stand by parameter and value", () => {
  const counts = toCounts({
    departments: { nodes: [{ keys: [{ id: "water" }], count: 14 }] },
    phases: { nodes: [{ keys: [{ value: "BEFORE" }], count: 3 }] },
    well: total(5),
    wrong: total(4),
    helped: total(2),
    reused: total(6),
    never: total(1),
  });
  expect(counts).toEqual({
    in: { water: 14 },
    phase: { BEFORE: 3 },
    tells: { well: 5, wrong: 4 },
    proven: { helped: 2, reused: 6, never: 1 },
  });
});

it("only a search has a best match", () => {
  expect(possibleOrders("")).not.toContain("relevant");
  expect(readOrder(new URLSearchParams(), "")).toBe("newest");
  expect(readOrder(new URLSearchParams("order=relevant"), "")).toBe("newest");
  expect(readOrder(new URLSearchParams(), "permit")).toBe("relevant");
  expect(readOrder(new URLSearchParams("order=reused"), "permit")).toBe("reused");
  expect(readOrder(new URLSearchParams("order=best"), "permit")).toBe("relevant");
});
