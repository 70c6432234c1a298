import { expect, it } from "vitest";
import type { Verdict } from "../generated/graphql";
import { siloReason, siloSentence, silosLead, silosTitle, verdictName } from "./silo-sentences";

const row = (name: string, verdict: Verdict, events = 12, internal = 3, expected = 1) => ({
  group: { name },
  verdict,
  events,
  internal,
  expected,
});
const many = (count: number, verdict: Verdict) => Array.from({ length: count }, (_, index) => row(`D${index}`, verdict));

it("without enough reuses nothing is claimed about silos", () => {
  expect(silosTitle(many(7, "TOO_LITTLE_EVIDENCE"))).toBe("Too few reuses to tell whether any of the 7 departments is a silo");
  expect(silosTitle([...many(5, "TOO_LITTLE_EVIDENCE"), ...many(2, "TYPICAL")])).toBe(
    "No silo found; for 5 of 7 departments there are too few reuses to tell",
  );
  expect(silosTitle([])).toBe("Nobody reused another person’s lesson in this period");
  expect(silosLead(many(7, "TOO_LITTLE_EVIDENCE"))).toBe("A department is judged from 10 reuses on. A longer period has more.");
});

it("no silo is said only of departments that were judged", () => {
  expect(silosTitle([...many(6, "TYPICAL"), row("Open", "OPEN")])).toBe("No silo found among 7 departments");
  expect(silosLead(many(2, "TYPICAL"))).toBe("Each has 10 reuses or more, enough to tell.");
});

it("silos are named, or counted among those with enough reuses", () => {
  const water = row("Water", "SILO", 30, 21, 5.5);
  expect(silosTitle([water, ...many(6, "TYPICAL")])).toBe("Water is a silo: 21 of its 30 reuses were its own lessons");
  expect(silosLead([water, ...many(6, "TYPICAL")])).toBe(
    "About 6 would be expected by chance. The other 6 departments with 10 reuses or more are not silos.",
  );
  expect(silosTitle([row("A", "SILO"), row("B", "SILO")])).toBe("A and B are silos");
  const mixed = [...many(5, "SILO"), ...many(5, "TYPICAL"), ...many(7, "TOO_LITTLE_EVIDENCE")];
  expect(silosTitle(mixed)).toBe("5 of the 10 departments with enough reuses are silos");
  expect(silosLead(mixed)).toBe(
    "D0, D1, D2, D3 and D4 mostly reuse their own lessons. The other 5 departments with 10 reuses or more are not silos. For 7 departments there are too few reuses to tell (under 10).",
  );
});

it("a silo is described with its figures", () => {
  expect(siloSentence(row("Water", "SILO", 30, 21, 5.52))).toBe(
    "Water is a silo: 21 of its 30 reuses were its own lessons; about 6 would be expected by chance (3.8 times).",
  );
  expect(siloSentence(row("Water", "SILO", 13, 10, 0))).toContain("; none would be expected by chance.");
});

it("the reason names the condition that is not met", () => {
  const roads = { ...row("Roads", "TYPICAL", 20, 7, 2.4), people: 8, excess: 0.26, q: 0.017 };
  expect(siloReason(roads)).toBe(
    "7 of 20 reuses were its own; about 2 expected by chance. 8 people. More than chance, but less than halfway to using only its own.",
  );
  expect(siloReason({ ...roads, q: 0.07 })).not.toContain("halfway");
  expect(siloReason({ ...roads, excess: 0.6, q: 0.07 })).toContain("Halfway or further, but that could be chance.");
  expect(siloReason({ ...roads, verdict: "TOO_LITTLE_EVIDENCE", events: 1, people: 1 })).toBe(
    "7 of 1 reuse was its own; about 2 expected by chance. 1 person. Too few reuses to tell (under 10).",
  );
});

it("a department that is not a silo is not called average: it may reuse its own lessons more than chance gives", () => {
  expect((["SILO", "TYPICAL", "TOO_LITTLE_EVIDENCE"] as const).map(verdictName)).toEqual(["Silo", "Not a silo", "Too few reuses to tell"]);
});
