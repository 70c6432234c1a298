import { expect, it } from "vitest";
import { nextPage, previousPage, shownRange } from "./paging";
import { changeParams, FIRST_PAGE } from "./view-params";

it("pages are numbered on the way forth and back", () => {
  const first = shownRange("", false, 50);
  expect(first).toEqual({ start: 1, end: 50 });
  const second = changeParams("?q=a", { ...FIRST_PAGE, ...nextPage("x", first) });
  expect(second).toBe("?q=a&after=x&at=51");
  expect(shownRange(second, true, 6)).toEqual({ start: 51, end: 56 });
  const back = changeParams("", previousPage("y", { start: 101, end: 150 }));
  expect(shownRange(back, true, 50)).toEqual({ start: 51, end: 100 });
  expect(changeParams(second, FIRST_PAGE)).toBe("?q=a");
});

it("an address that does not tell the number makes no claim", () => {
  expect(shownRange("?after=x", true, 50)).toBeUndefined();
  expect(shownRange("?after=x&at=zero", true, 50)).toBeUndefined();
  expect(shownRange("?before=x&at=3", true, 50)).toBeUndefined();
  expect(shownRange("?before=x", false, 50)).toEqual({ start: 1, end: 50 });
});
