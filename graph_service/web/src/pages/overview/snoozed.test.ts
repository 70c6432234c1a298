import { expect, it } from "vitest";
import { findingKey, unexpired } from "./snoozed";

it("a snoozed finding is shown again on its day", () => {
  const all = { "silo: A": "2026-12-30", "unused: B": "2026-11-30" };
  expect(unexpired(all, "2026-11-30")).toEqual({ "silo: A": "2026-12-30" });
});

it("a finding stays snoozed while only its figures change", () => {
  const key = (title: string) => findingKey({ id: "unused", title });
  expect(key("11 of 24 lessons haven’t been reused yet")).toBe(key("12 of 31 lessons haven’t been reused yet"));
  expect(key("Water is a silo")).not.toBe(key("Waste is a silo"));
});
