import { expect, test } from "vitest";
import type { SuggestionFragment } from "../generated/graphql";
import { suggestionReason } from "./suggestion-reason";

const none: SuggestionFragment["reasons"] = { textShare: 0, viaProjects: [], viaTopics: [], reuses: 0, proof: null };
const projects = (...names: string[]) => names.map((name) => ({ project: { name } }));
const topics = (...names: string[]) => names.map((name) => ({ topic: { name } }));

test("the reason has the department, what connects the lesson with the project, and what it did for others", () => {
  const reasons = { ...none, viaProjects: projects("Depot North"), viaTopics: topics("Charging", "Start-up"), reuses: 1 };
  expect(suggestionReason(["Energy"], { ...reasons, proof: { judged: 1, helped: 1 } })).toBe(
    "Energy · through Depot North and the topics Charging and Start-up; helped the one time it was rated",
  );
});

test("wording is named where much of the rank comes from it, and reuses only when none is rated", () => {
  expect(suggestionReason(["Roads"], { ...none, textShare: 0.4, reuses: 2 })).toBe("Roads · similar wording; reused twice, not rated yet");
  expect(suggestionReason([], { ...none, textShare: 0.1, proof: { judged: 3, helped: 2 }, viaTopics: topics("Trams") })).toBe(
    "through the topic Trams; helped 2 of the 3 times it was rated",
  );
});

test("two projects and two topics are named at most, and deleted ones are left out", () => {
  const reasons = { ...none, viaProjects: [{ project: null }, ...projects("Tram", "Ferry")], viaTopics: topics("A", "B", "C") };
  expect(suggestionReason([], reasons)).toBe("through Tram and the topics A and B");
});
