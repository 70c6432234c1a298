import { expect, it } from "vitest";
import { waySentences } from "./contact-path";

const anna = { id: "a", name: "Anna" },
  ben = { id: "b", name: "Ben" };
const reuse = (id: string) => ({ person: { id }, lesson: { title: "Ask first" } });

it("tells who knows whom from where", () => {
  expect(
    waySentences([
      { person: anna, project: { name: "Tram 9" } },
      { person: ben, reuse: reuse("a") },
    ]),
  ).toEqual(["You and Anna were both on Tram 9.", "Anna reused “Ask first”, which Ben had learned."]);
});

it("tells who reused from whom", () => {
  expect(waySentences([{ person: anna, reuse: reuse("a") }])).toEqual(["Anna reused “Ask first”, which you had learned."]);
  expect(waySentences([{ person: anna, reuse: reuse("me") }])).toEqual(["You reused “Ask first”, which Anna had learned."]);
  expect(waySentences([])).toEqual([]);
});
