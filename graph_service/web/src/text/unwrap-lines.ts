/** Reflows texts that were imported with a fixed line width. */

const FULL_LINE = 50; // characters: a line that ends before this was ended on purpose

/** Joins the lines of paragraphs that were wrapped at a fixed width. Short lines and list items keep their line breaks. */
export function unwrapLines(text: string): string {
  const lines = text.split("\n");
  return lines.reduce((joined, line, index) => {
    const previous = lines[index - 1] ?? "";
    return joined + (previous.length >= FULL_LINE && /^[^\s\-*•#|>]/.test(line) ? " " : "\n") + line;
  });
}
