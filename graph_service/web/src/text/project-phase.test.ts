import { expect, test } from "vitest";
import { monthsBetween, nothingSuggested, phasesInOrder, phaseTitle, statusText } from "./project-phase";

test("the phase that the project is in comes first, then lessons for any time", () => {
  expect(phasesInOrder("PLANNED")).toEqual(["BEFORE", null, "DURING", "AFTER"]);
  expect(phasesInOrder("RUNNING")).toEqual(["DURING", null, "BEFORE", "AFTER"]);
  expect(phasesInOrder("CLOSED")).toEqual(["AFTER"]);
});

test("only the lessons of the current phase are to be decided on", () => {
  expect(phaseTitle("DURING", "RUNNING", 5)).toBe("While the project runs: 5 lessons to decide on");
  expect(phaseTitle("BEFORE", "RUNNING", 1)).toBe("Useful before the start, and still worth a look: 1 lesson");
  expect(phaseTitle("AFTER", "CLOSED", 3)).toBe("After its end: 3 lessons that may still be of use");
  expect(phaseTitle(null, "PLANNED", 2)).toBe("Useful at any time: 2 lessons");
});

test("where nothing is suggested, the page says what would be", () => {
  expect(nothingSuggested(true)).toBe("The project has decided on every suggested lesson.");
  expect(nothingSuggested(false)).toContain("There is no lesson to suggest yet.");
});

test("a month is whole when its day is reached", () => {
  expect(monthsBetween("2025-09-01", "2026-11-29")).toBe(14);
  expect(monthsBetween("2026-04-30", "2026-11-29")).toBe(6);
  expect(monthsBetween("2026-04-29", "2026-11-29")).toBe(7);
});

test("the status of a running project has its month, the first being month 1", () => {
  expect(statusText({ status: "RUNNING", startedOn: "2025-09-01" }, "2026-11-29")).toBe("Running, month 15");
  expect(statusText({ status: "RUNNING", startedOn: "2026-11-29" }, "2026-11-29")).toBe("Running, month 1");
  expect(statusText({ status: "PLANNED", startedOn: "2027-01-11" }, "2026-11-29")).toBe("Planned");
  expect(statusText({ status: "RUNNING", startedOn: null }, "2026-11-29")).toBe("Running");
});
