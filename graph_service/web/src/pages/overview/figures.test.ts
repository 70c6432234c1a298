import { expect, it } from "vitest";
import { changeText, countReuses, moneyChange, moneyText, shareOf, shareText } from "./figures";

it("counts reuses by others and the part across departments", () => {
  expect(
    countReuses([
      { events: 30, internal: 21 },
      { events: 20, internal: 6.5 },
    ]),
  ).toEqual({ reuses: 50, within: 27.5, across: 22.5 });
  expect(shareOf({ reuses: 0, across: 0 })).toBeNull();
});

it("a change says both figures, or that nothing was recorded before", () => {
  expect(changeText(33, 65, "12 months")).toBe("↓ 33 in 12 months, 65 in the 12 months before");
  expect(changeText(65, 33, "12 months")).toBe("↑ 65 in 12 months, 33 in the 12 months before");
  expect(changeText(3, 3, "this period")).toBe("= 3 in this period, 3 in the period before");
  expect(changeText(null, null, "this period", shareText)).toBe("");
  expect(changeText(33, undefined, "12 months")).toBe("33 in 12 months; nothing recorded before");
});

it("currencies are never added", () => {
  const total = [
    { currency: "CHF", sum: "12000" },
    { currency: "EUR", sum: "644800" },
  ];
  expect(moneyText(total)).toBe("€644.8k + CHF\u00a012k");
  expect(moneyChange([{ currency: "EUR", sum: 86_500 }], [{ currency: "EUR", sum: 251_500 }], total, "12 months")).toBe(
    "↓ €86.5k in 12 months, €251.5k in the 12 months before",
  );
  expect(moneyText([])).toBe("none");
});
