/** Passages in which the words that were searched for stand between pairs of asterisks. */
import { plainText } from "./markdown";

export const MARK = "**";
const KEPT = "\uE000"; // stands for the asterisks while other signs of Markdown are removed

/** The parts of a passage without signs: every second one is a word that was searched for. A passage may begin inside of code, whose signs have no pair then. */
export function highlightedParts(text: string): string[] {
  return plainText(text.replaceAll(MARK, KEPT).replaceAll("`", "")).split(KEPT);
}
