/** The content of a form, kept until the tab is closed or the draft is discarded, with the key under which it is being submitted. */
import { useRef, useState } from "preact/hooks";
import { readStored, writeStored } from "../../storage";

/** An input that was sent, and its idempotency key. The service does the work of a key only once. */
interface Attempt {
  text: string;
  key: string;
}

export interface DraftState<T> {
  draft: T;
  /** The fields that the reader has changed. Only these are kept: a form opened again shows what others have changed in the other ones. */
  changes: Partial<T>;
  /** The content of these fields before the reader first changed them. */
  before: Partial<T>;
  /** Kept until the service's answer is known, so that the same input is sent with the same key after a reload, too. */
  attempt?: Attempt | undefined;
}

interface StoredDraft<T> {
  draft: Partial<T>;
  before?: Partial<T>;
  attempt?: Attempt | undefined;
}

export interface Draft<T> {
  draft: T;
  /** The latest content of those fields that both the reader and somebody else have changed. */
  changedByOthers: Partial<T>;
  update: (changes: Partial<T>) => void;
  discard: () => void;
  /** The idempotency key for this input: that of the last attempt if the input is still the same. */
  keyFor: (text: string) => string;
}

/** `blank`: the content without the reader's changes. When it changes, as after a change by somebody else, the fields that the reader has not changed are updated. */
export function useDraft<T extends object>(name: string, blank: () => T): Draft<T> {
  const stored = useRef<DraftState<T>>();
  const shownBlank = useRef<string>();
  const latest = blank();
  const text = JSON.stringify(latest);
  if (!stored.current) stored.current = readDraft(name, () => latest);
  else if (shownBlank.current !== text) stored.current = { ...stored.current, draft: { ...latest, ...stored.current.changes } };
  shownBlank.current = text;
  const state = stored.current;
  const [, redraw] = useState(0);
  return {
    draft: state.draft,
    changedByOthers: changedByOthers(state, latest),
    update: (changes) => {
      stored.current = changeDraft(name, stored.current ?? state, changes);
      redraw((count) => count + 1);
    },
    discard: () => {
      stored.current = { draft: blank(), changes: {}, before: {} };
      writeStored("sessionStorage", name, undefined);
      redraw((count) => count + 1);
    },
    keyFor: (text) => {
      const key = state.attempt?.text === text ? state.attempt.key : newIdempotencyKey();
      stored.current = storeDraft(name, { ...(stored.current ?? state), attempt: { text, key } });
      return key;
    },
  };
}

/** The blank draft with the changes that are kept under this name. */
export function readDraft<T extends object>(name: string, blank: () => T): DraftState<T> {
  const { draft: changes = {}, before = {}, attempt } = readStored<StoredDraft<T>>("sessionStorage", name) ?? {};
  return { draft: { ...blank(), ...changes }, changes, before, attempt };
}

/** Changes some fields, and keeps them under this name. */
export function changeDraft<T extends object>(name: string, state: DraftState<T>, changes: Partial<T>): DraftState<T> {
  const replaced = Object.fromEntries((Object.keys(changes) as (keyof T)[]).map((field) => [field, state.draft[field]])) as Partial<T>;
  const before = { ...replaced, ...state.before };
  return storeDraft(name, { ...state, draft: { ...state.draft, ...changes }, changes: { ...state.changes, ...changes }, before });
}

/** The fields whose latest content is neither what the reader entered nor what the reader began with. */
export function changedByOthers<T extends object>({ changes, before }: DraftState<T>, latest: T): Partial<T> {
  const fields = (Object.keys(changes) as (keyof T)[]).filter((field) => {
    const now = JSON.stringify(latest[field]);
    return field in before && now !== JSON.stringify(before[field]) && now !== JSON.stringify(changes[field]);
  });
  return Object.fromEntries(fields.map((field) => [field, latest[field]])) as Partial<T>;
}

function storeDraft<T>(name: string, state: DraftState<T>): DraftState<T> {
  writeStored("sessionStorage", name, { draft: state.changes, before: state.before, attempt: state.attempt } satisfies StoredDraft<T>);
  return state;
}

/** A key under which the service does the work of a change only once. Not crypto.randomUUID, which browsers offer over HTTPS only. */
export function newIdempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(16).padStart(8, "0")).join("");
}
