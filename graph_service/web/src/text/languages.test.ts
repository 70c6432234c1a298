import { expect, test } from "vitest";
import { languageLabels, languageName } from "./languages";

test("languages have names, in alphabetical order", () => {
  expect(languageName("de")).toBe("German");
  const names = Object.values(languageLabels(""));
  expect(names).toEqual([...names].sort((one, other) => one.localeCompare(other)));
});

test("the language of a lesson can be chosen even if no other lesson has it", () => {
  expect(languageLabels("")).not.toHaveProperty("mi");
  expect(languageLabels("mi")).toHaveProperty("mi");
});
