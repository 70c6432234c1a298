/** Passages in which the words that were searched for stand between pairs of asterisks. */
import { plainText } from "./markdown";

export const MARK = "**";
const KEPT = "\uE000"; // stands for the asterisks while other markup is removed

/**
 * The parts of a passage without markup; every second part is a word that was searched for. All backticks are removed first, because a passage
 * may begin inside code, and its backtick then has no pair.
 */
export function highlightedParts(text: string): string[] {
  return plainText(text.replaceAll(MARK, KEPT).replaceAll("`", "")).split(KEPT);
}
