import { expect, it } from "vitest";
import { idsIn, rephraseError, replaceIds } from "./rephrase";

const rephrase = (message: string) =>
  rephraseError(
    message,
    { reusedOn: "Date", hoursSaved: "Hours saved" },
    { photograph: "Photograph the trench" },
    (iso) => `the ${iso.slice(8)}th`,
  );

it("replaces API names by labels, ids by names, and dates", () => {
  expect(
    rephrase("reusedOn is 2021-01-05, but 'photograph' was learned on 2022-06-22. A lesson must be learned before it is reused."),
  ).toBe("“Date” is the 05th, but “Photograph the trench” was learned on the 22th. A lesson must be learned before it is reused.");
});

it("leaves out how to confirm a value in the API", () => {
  expect(
    rephrase("hoursSaved is 9999, but a reuse rarely saves that much (2000). Correct the input, or confirm it with confirm: true."),
  ).toBe("“Hours saved” is 9999, but a reuse rarely saves that much (2000).");
});

it("says that a node is gone without mentioning its id", () => {
  expect(rephrase("reusedOn is 'photograph', but there is no lesson with this id.")).toBe(
    "“Date” is “Photograph the trench”, but there is no such lesson any more.",
  );
});

it("finds ids in quotes and in chains, and replaces those with a name", () => {
  const message = "buildsOn is 'b', which closes a cycle (a → b → a).";
  expect(idsIn(message)).toEqual(["b", "a"]);
  expect(idsIn("Nothing is quoted (here).")).toEqual([]);
  expect(replaceIds(message, { a: "Ask first", b: "Ask twice" })).toBe(
    "buildsOn is “Ask twice”, which closes a cycle (“Ask first” → “Ask twice” → “Ask first”).",
  );
  expect(replaceIds("'x' is unknown (x → y).", {})).toBe("'x' is unknown (x → y).");
});

it("names buttons in place of commands, and statuses in small letters", () => {
  expect(rephrase("project is CLOSED. Use closeProject to end it, or remove it (unassign with `on` null).")).toBe(
    "project is closed. Use “Close” to end it, or remove it.",
  );
});
