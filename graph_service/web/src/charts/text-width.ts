/** The width of a text in a picture, in pixels. */
import { formatNumber, formatWhole } from "../text/format";

let context: CanvasRenderingContext2D | null | undefined;

/** Measured in the font of the page; estimated where there is no canvas. */
export function textWidth(text: string, weight: "regular" | "medium" | "bold" = "medium", size = 12): number {
  context ??= typeof document === "undefined" ? null : document.createElement("canvas").getContext("2d");
  if (!context) return text.length * size * 0.58;
  context.font = `${{ regular: 420, medium: 520, bold: 630 }[weight]} ${size}px ${getComputedStyle(document.body).fontFamily}`;
  return context.measureText(text).width;
}

/** The number with its half where there is room for it, else rounded to a whole one. */
export function fitNumber(value: number, width: number): string {
  const exact = formatNumber(value);
  return textWidth(exact) <= width ? exact : formatWhole(value);
}

/** The text, cut with an ellipsis so that it fits. */
export function fitText(text: string, width: number, weight: "regular" | "medium" | "bold" = "medium", size = 12): string {
  if (textWidth(text, weight, size) <= width) return text;
  let end = text.length - 1;
  while (end > 1 && textWidth(`${text.slice(0, end).trimEnd()}…`, weight, size) > width) end--;
  return `${text.slice(0, end).trimEnd()}…`;
}

/** The text in lines that fit; the last one is cut with an ellipsis. */
export function wrapText(
  text: string,
  width: number,
  maxLines: number,
  weight: "regular" | "medium" | "bold" = "medium",
  size = 12,
): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    const longer = line ? `${line} ${word}` : word;
    if (line && lines.length < maxLines - 1 && textWidth(longer, weight, size) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line].map((each) => fitText(each, width, weight, size));
}
