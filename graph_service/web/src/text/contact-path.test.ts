import { expect, it } from "vitest";
import { contactSentences } from "./contact-path";

const anna = { id: "a", name: "Anna" };
const ben = { id: "b", name: "Ben" };
const reuseBy = (id: string) => ({ person: { id }, lesson: { title: "Ask first" } });

it("says how each person on the path knows the next", () => {
  expect(
    contactSentences([
      { person: anna, project: { name: "Tram 9" } },
      { person: ben, reuse: reuseBy("a") },
    ]),
  ).toEqual(["You and Anna were both on Tram 9.", "Anna reused “Ask first”, which Ben had learned."]);
});

it("says who reused whose lesson", () => {
  expect(contactSentences([{ person: anna, reuse: reuseBy("a") }])).toEqual(["Anna reused “Ask first”, which you had learned."]);
  expect(contactSentences([{ person: anna, reuse: reuseBy("me") }])).toEqual(["You reused “Ask first”, which Anna had learned."]);
  expect(contactSentences([])).toEqual([]);
});
