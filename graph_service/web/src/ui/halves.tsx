/** One line that explains halves among figures; nothing where all are whole. */
import { halvesSentence } from "../text/sentences";

export function Halves({ of }: { of: readonly (number | null | undefined)[] }) {
  const sentence = halvesSentence(of);
  return sentence ? <p class="meta">{sentence}</p> : null;
}
