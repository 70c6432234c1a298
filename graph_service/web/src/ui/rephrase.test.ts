import { expect, it } from "vitest";
import { rephraseError } from "./rephrase";

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
