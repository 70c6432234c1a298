import { expect, it } from "vitest";
import { firstPlainLine, parseInline, parseMarkdown, plainText } from "./markdown";

it("a line of a list shows no signs", () => {
  expect(plainText("Run `kubectl drain` **before** the [upgrade](https://example.org/a_b_c), *always*.")).toBe(
    "Run kubectl drain before the upgrade, always.",
  );
  expect(plainText("- **Risk:** none\n- see [KEP-1][1]\n\n[1]: https://example.org")).toBe("Risk: none · see KEP-1");
});

it("texts that people typed without Markdown stay as they are", () => {
  for (const text of ["2 * 3 * 4", "snake_case_name and __init__.py", "5*3*2", "a [note] (later)", "C# is #1", "half **open", "1 < 2"]) {
    expect(plainText(text)).toBe(text);
  }
});

it("only web and mail addresses become links", () => {
  expect(parseInline("[a](https://example.org/x)")).toEqual([{ kind: "link", href: "https://example.org/x", children: ["a"] }]);
  expect(parseInline("[a](javascript:alert`1`)")).toEqual(["a"]);
  expect(parseInline("[a](#section) [b](/keps)")).toEqual(["a", " ", "b"]);
  expect(parseInline("see https://example.org/x_y_z.")).toEqual([
    "see ",
    { kind: "link", href: "https://example.org/x_y_z", children: ["https://example.org/x_y_z"] },
    ".",
  ]);
});

it("blocks", () => {
  expect(parseMarkdown("### Risks\nFirst\nsecond\n1. one\n   goes on\n2. two\n\n> said\n```\na\n\n# b\n```\n| x | y |\n| - | - |")).toEqual(
    [
      { kind: "heading", children: ["Risks"] },
      { kind: "paragraph", children: ["First\nsecond"] },
      { kind: "list", ordered: true, start: 1, items: [["one", " ", "goes on"], ["two"]] },
      { kind: "quote", children: ["said"] },
      { kind: "code", text: "a\n\n# b" },
      { kind: "code", text: "| x | y |\n| - | - |" },
    ],
  );
});

it("the first line passes over a heading", () => {
  expect(firstPlainLine("### Graduation\n\n`beta` comes first\nthen more")).toBe("beta comes first");
  expect(firstPlainLine("### Only a heading")).toBe("Only a heading");
  expect(firstPlainLine("")).toBe("");
});

it("a hostile text takes no time worth mentioning", () => {
  for (const sign of ["*", "**", "`", "[", "_", "![", "[a]("]) expect(parseMarkdown(sign.repeat(20_000))).toHaveLength(1);
});
