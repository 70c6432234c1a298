/** The content of a form, kept until the tab is closed or the draft is discarded, with the key under which it is being submitted. */
import { useRef, useState } from "preact/hooks";
import { readStored, writeStored } from "../../storage";

/** An input that was sent, and its idempotency key. The service does the work of a key only once. */
interface Attempt {
  text: string;
  key: string;
}

interface StoredDraft<T> {
  draft: T;
  /** Kept until the service's answer is known, so that the same input is sent with the same key after a reload, too. */
  attempt?: Attempt | undefined;
}

export interface Draft<T> {
  draft: T;
  update: (changes: Partial<T>) => void;
  discard: () => void;
  /** The idempotency key for this input: that of the last attempt if the input is still the same. */
  keyFor: (text: string) => string;
}

export function useDraft<T extends object>(name: string, blank: () => T): Draft<T> {
  const state = useRef<StoredDraft<T>>();
  state.current ??= readDraft(name, blank);
  const [, redraw] = useState(0);
  const store = (next: StoredDraft<T>) => {
    state.current = next;
    writeStored("sessionStorage", name, next);
  };
  const { draft, attempt } = state.current;
  return {
    draft,
    update: (changes) => {
      store({ ...(state.current as StoredDraft<T>), draft: { ...(state.current as StoredDraft<T>).draft, ...changes } });
      redraw((count) => count + 1);
    },
    discard: () => {
      state.current = { draft: blank() };
      writeStored("sessionStorage", name, undefined);
      redraw((count) => count + 1);
    },
    keyFor: (text) => {
      const key = attempt?.text === text ? attempt.key : newIdempotencyKey();
      store({ draft, attempt: { text, key } });
      return key;
    },
  };
}

function readDraft<T extends object>(name: string, blank: () => T): StoredDraft<T> {
  const stored = readStored<StoredDraft<T>>("sessionStorage", name);
  return { draft: { ...blank(), ...stored?.draft }, attempt: stored?.attempt };
}

/** A key under which the service does the work of a change only once. Not crypto.randomUUID, which browsers offer over HTTPS only. */
export function newIdempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(16).padStart(8, "0")).join("");
}
