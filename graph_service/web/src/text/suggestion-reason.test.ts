import { expect, test } from "vitest";
import type { SuggestionFragment } from "../generated/graphql";
import { suggestionReason } from "./suggestion-reason";

const none: SuggestionFragment["reasons"] = { topics: [], projects: [], reuses: 0, samePhase: false, text: null, proof: null };

test("the reason has the department, what is shared, and what it did for others", () => {
  const reasons = { ...none, text: 0.4, topics: [{ name: "Charging" }, { name: "Start-up" }], reuses: 1, proof: { judged: 1, helped: 1 } };
  expect(suggestionReason(["Energy"], reasons)).toBe("Energy · same topics: Charging and Start-up; helped the one rated time");
});

test("wording is named only without a common topic, and reuses only when none is rated", () => {
  expect(suggestionReason(["Roads"], { ...none, text: 0.4, reuses: 2 })).toBe("Roads · similar wording; reused twice, not rated yet");
  expect(suggestionReason([], { ...none, proof: { judged: 3, helped: 2 }, projects: [{ name: "Tram" }] })).toBe(
    "helped 2 of 3 rated times; also used on Tram",
  );
});
