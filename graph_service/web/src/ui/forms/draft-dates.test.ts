import { expect, it } from "vitest";
import { dayError, dayOutsideProject } from "./draft-dates";

const PROJECT = { id: "x", name: "Quay wall", startedOn: "2024-03-01", endedOn: "2025-03-01" };

it("a day must exist and not be in the future", () => {
  expect(dayError("2024-05-05")).toBeUndefined();
  expect(dayError("")).toBe("Enter a date.");
  expect(dayError("9999-01-01")).toContain("in the future");
});

it("a day years before or after its project is asked about", () => {
  expect(dayOutsideProject("2021-01-01", PROJECT)).toMatch(/is long before Quay wall began on 1.Mar.2024|before Quay wall began on Mar/);
  expect(dayOutsideProject("2026-12-01", PROJECT)).toContain("is long after Quay wall ended on");
  expect(dayOutsideProject("2023-06-01", PROJECT)).toBeUndefined();
  expect(dayOutsideProject("2021-01-01", { id: "y", name: "Without dates" })).toBeUndefined();
});
