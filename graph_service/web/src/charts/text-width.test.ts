import { expect, it } from "vitest";
import { fitNumber, wrapText } from "./text-width";

it("halves are shown where they fit", () => {
  expect(fitNumber(8.5, 40)).toBe("8.5");
  expect(fitNumber(8.5, 15)).toBe("9");
  expect(fitNumber(26, 15)).toBe("26");
});

it("a name takes as many lines as it needs, up to the most", () => {
  expect(wrapText("Digital and Customer Services", 80, 3)).toEqual(["Digital and", "Customer", "Services"]);
  expect(wrapText("Waste", 80, 3)).toEqual(["Waste"]);
});
