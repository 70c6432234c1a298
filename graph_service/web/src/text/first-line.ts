/** The first line of a text without Markdown, for a list. */
import { firstPlainLine } from "./markdown";

const LONGEST = 240; // characters

/** A long line ends between two words, with an ellipsis. */
export function firstLine(text: string): string {
  const line = firstPlainLine(text);
  if (line.length <= LONGEST) return line;
  const start = line.slice(0, LONGEST);
  return `${start.slice(0, Math.max(start.lastIndexOf(" "), LONGEST / 2))}…`;
}
