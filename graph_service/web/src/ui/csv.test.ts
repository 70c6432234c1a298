import { expect, it } from "vitest";
import { csv } from "./csv";

it("quotes what must be quoted, and lets no spreadsheet take a text for a formula", () => {
  expect(
    csv(
      ["Name", "Hours"],
      [
        ["A, B", 1.5],
        ['say "no"', null],
        ["=1+1", -2],
        ["@x", 0],
        ["two\nlines", 3],
      ],
    ),
  ).toBe(["Name,Hours", '"A, B",1.5', '"say ""no""",', "'=1+1,-2", "'@x,0", '"two\nlines",3'].join("\r\n"));
});
