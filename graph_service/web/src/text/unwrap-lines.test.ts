import { describe, expect, it } from "vitest";
import { unwrapLines } from "./unwrap-lines";

describe("a text wrapped at a fixed width", () => {
  const full = "The components of the scheduler ask for each device by its name";
  it("is joined within its paragraphs", () => {
    expect(unwrapLines(`${full}\nand wait.\n\nThen they go on.`)).toBe(`${full} and wait.\n\nThen they go on.`);
  });
  it("keeps lists and lines that were ended on purpose", () => {
    expect(unwrapLines(`${full}:\n- one\n- two`)).toBe(`${full}:\n- one\n- two`);
    expect(unwrapLines("Ring first.\nThen go.")).toBe("Ring first.\nThen go.");
  });
});
