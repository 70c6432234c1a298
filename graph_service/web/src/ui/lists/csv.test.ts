import { expect, it } from "vitest";
import { formatCsv } from "./csv";

const cell = (value: string | number | null) => formatCsv(["Name"], [[value]]).split("\r\n")[1];

it("separates cells by commas and rows by CR LF, after a byte order mark", () => {
  expect(
    formatCsv(
      ["Name", "Hours"],
      [
        ["Anna", 1.5],
        ["Ben", null],
      ],
    ),
  ).toBe("\ufeffName,Hours\r\nAnna,1.5\r\nBen,");
});

it("quotes commas, quotes and line breaks", () => {
  expect(["A, B", 'say "no"', "two\nlines"].map(cell)).toEqual(['"A, B"', '"say ""no"""', '"two\nlines"']);
});

it("marks every text as text that a spreadsheet could run as a formula", () => {
  const formulas = ["=1+1", "+1", "-1", "@x", "＝1+1", "＋1", "－1", "＠x", "  =1+1", "\u00a0@x", "\tx"];
  expect(formulas.map(cell)).toEqual(formulas.map((text) => `'${text}`));
  expect(cell("\rx")).toBe(`"'\rx"`);
  expect(cell("A = B")).toBe("A = B");
});

it("writes numbers with a point and without an exponent", () => {
  expect([-2, 1e21, 1.5e-7].map(cell)).toEqual(["-2", "1000000000000000000000", "0.00000015"]);
});
