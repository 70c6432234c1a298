import { expect, it } from "vitest";
import { firstLine } from "./first-line";

it("only the first line is shown", () => {
  expect(firstLine("Ask first.\nThen dig.")).toBe("Ask first.");
});

it("a long line ends between two words", () => {
  const shown = firstLine("measure ".repeat(100));
  expect(shown).toMatch(/measure…$/);
  expect(shown.length).toBeLessThanOrEqual(241);
});

it("a long line without spaces ends anyway", () => {
  expect(firstLine("x".repeat(1000))).toBe(`${"x".repeat(120)}…`);
});

it("a list shows no Markdown", () => {
  expect(firstLine("**Drain** the [node](https://example.org)\nfirst")).toBe("Drain the node");
});
