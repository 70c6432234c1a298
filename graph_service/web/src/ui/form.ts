/** Shared by all forms: submits an input once, shows an error beside its field, and keeps a draft of the typed text. */
import { useEffect, useRef, useState } from "preact/hooks";
import { toRequestError } from "../api/graphql-client";
import { readStored, writeStored } from "../storage";

/** The service's error about an input. `field` is the invalid input field, if the service names one. */
export interface InputError {
  message: string;
  field?: string | undefined;
}

export interface Submission<R> {
  busy: boolean;
  error: InputError | undefined;
  result: R | undefined;
  /** The service asked to confirm unlikely values of the input as it is now: submitting it again confirms them. */
  confirms: boolean;
  formProps: { onSubmit: (event: Event) => void; onInvalidCapture: (event: Event) => void };
}

/**
 * Submits an input with an idempotency key. The key stays the same while the input does, so that submitting again after a lost response
 * records it once. Submitting an input again that the service asked to confirm confirms it. Nothing is sent while `readInput` returns
 * undefined.
 */
export function useSubmission<I, R>(
  readInput: () => I | undefined,
  send: (input: I & { idempotencyKey: string }) => Promise<R>,
): Submission<R> {
  const [state, setState] = useState<{ busy?: boolean; error?: InputError; result?: R }>({});
  const form = useRef<HTMLFormElement>();
  const sent = useRef({ text: "", key: "" });
  const unlikely = useRef(""); // the input that the service asked to confirm
  useEffect(() => {
    if (state.error) reveal(form.current?.querySelector("[role=alert]"));
  }, [state.error]);
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    form.current = event.currentTarget as HTMLFormElement;
    const input = readInput();
    if (!input || state.busy) return;
    const text = JSON.stringify(input);
    if (sent.current.text !== text) sent.current = { text, key: newIdempotencyKey() };
    setState({ busy: true });
    try {
      const confirmed = unlikely.current === text ? { confirm: true } : {};
      setState({ result: await send({ ...input, ...confirmed, idempotencyKey: sent.current.key }) });
      sent.current = { text: "", key: "" };
    } catch (thrown) {
      const { message, errors } = toRequestError(thrown);
      const { code, field } = errors[0]?.extensions ?? {};
      if (code === "CONFIRMATION_REQUIRED") unlikely.current = text;
      setState({ error: { message, field } });
    }
  };
  return {
    busy: state.busy ?? false,
    error: state.error,
    result: state.result,
    confirms: unlikely.current !== "" && JSON.stringify(readInput()) === unlikely.current,
    formProps: { onSubmit: (event) => void onSubmit(event), onInvalidCapture: unfold },
  };
}

/** Scrolls to an element, and unfolds the part of the form that contains it. */
function reveal(element: Element | null | undefined): void {
  element?.closest("details")?.setAttribute("open", "");
  element?.scrollIntoView({ block: "center" });
}

/** Opens the folded part around an invalid field, because the browser shows its message only on visible fields. */
function unfold({ target }: Event): void {
  (target as Element).closest("details")?.setAttribute("open", "");
}

/** Not crypto.randomUUID, which browsers offer over HTTPS only. */
function newIdempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(16).padStart(8, "0")).join("");
}

/** Today in UTC, as the service counts days. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

export interface Draft<T> {
  draft: T;
  update: (changes: Partial<T>) => void;
  discard: () => void;
}

/** The content of a form, kept until the tab is closed or the draft is discarded. */
export function useDraft<T extends object>(key: string, blank: () => T): Draft<T> {
  const [draft, setDraft] = useState<T>(() => ({ ...blank(), ...readStored<T>("sessionStorage", key) }));
  const update = (changes: Partial<T>) =>
    setDraft((previous) => {
      const next = { ...previous, ...changes };
      writeStored("sessionStorage", key, next);
      return next;
    });
  const discard = () => {
    writeStored("sessionStorage", key, undefined);
    setDraft(blank());
  };
  return { draft, update, discard };
}
