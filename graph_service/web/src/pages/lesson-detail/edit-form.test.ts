import { expect, test } from "vitest";
import { changedFields, type EditDraft, editErrors } from "./edit-form";

const before: EditDraft = {
  title: "Ask the harbour master first",
  recommendation: "Ask.",
  context: "",
  wentWell: "",
  wentWrong: "",
  learnedOn: "2025-05-05",
  phase: "BEFORE",
  language: "en",
  sourceUrl: "",
  projectText: "",
  learnersText: "",
  project: { id: "ferry", name: "Electric ferry" },
  learners: [{ id: "bastien", name: "Bastien" }],
  topics: [],
  buildsOn: [],
};

test("only what differs is sent, and an emptied text becomes null", () => {
  expect(changedFields(before, before)).toEqual({});
  expect(changedFields(before, { ...before, recommendation: " ", phase: "", topics: [{ id: "t", name: "T" }] })).toEqual({
    recommendation: null,
    phase: null,
    topics: ["t"],
  });
});

test("a lesson keeps a title and at least one learner", () => {
  expect(editErrors(before, before)).toEqual({ "": "Nothing has been changed yet." });
  expect(Object.keys(editErrors(before, { ...before, title: " ", learners: [] }))).toEqual(["title", "learners"]);
});
