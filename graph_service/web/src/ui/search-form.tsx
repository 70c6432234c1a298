/** What pages that list things share: the words that are looked for, and leafing through. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

interface Words {
  label: string;
  text: string;
  hint?: string;
  onFind: (text: string | undefined) => void;
  children?: ComponentChildren;
}

/** A field for words, and what else narrows the list beside it. */
export function Finding({ label, text, hint, onFind, children }: Words) {
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]); // the address has changed by other ways, such as Back
  return (
    <search>
      <form
        class="ask"
        onSubmit={(event) => {
          event.preventDefault();
          onFind(typed.trim() || undefined);
        }}
      >
        <label class="wide-field">
          <span>{label}</span>
          <input type="search" value={typed} onInput={({ currentTarget }) => setTyped(currentTarget.value)} placeholder={hint} />
        </label>
        {children}
        <button type="submit">Find</button>
      </form>
    </search>
  );
}

interface Leaf {
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
  /** The cursors of the pages before this one. */
  after: readonly string[];
  onLeaf: (after: string[]) => void;
}

/** To newer and to older ones. */
export function Leafing({ pageInfo: { hasNextPage, endCursor }, after, onLeaf }: Leaf) {
  return (
    <p class="pager">
      {after.length > 0 && (
        <button type="button" onClick={() => onLeaf(after.slice(0, -1))}>
          Newer
        </button>
      )}
      {hasNextPage && endCursor && (
        <button type="button" onClick={() => onLeaf([...after, endCursor])}>
          Older
        </button>
      )}
    </p>
  );
}
