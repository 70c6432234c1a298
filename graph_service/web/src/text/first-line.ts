/** The first line of a text without Markdown, for a list. */
import { firstPlainLine } from "./markdown";

const MAX_LENGTH = 240; // characters

/** A long line ends between two words, with an ellipsis. */
export function firstLine(text: string): string {
  const line = firstPlainLine(text);
  if (line.length <= MAX_LENGTH) return line;
  const start = line.slice(0, MAX_LENGTH);
  return `${start.slice(0, Math.max(start.lastIndexOf(" "), MAX_LENGTH / 2))}…`;
}
