/** What every form here does: it sends itself once, says what was refused beside the field, and loses nothing that was typed. */
import { useEffect, useRef, useState } from "preact/hooks";
import { failedBy } from "../api/graphql-client";
import { keep, recall } from "../storage";

/** Why a form was not taken, and the field of the service's input that is at fault, where one is. */
export interface Refusal {
  message: string;
  field?: string | undefined;
}

export interface Sending<R> {
  busy: boolean;
  refused: Refusal | undefined;
  done: R | undefined;
  /** What listens at the form. */
  form: { onSubmit: (event: Event) => void; onInvalidCapture: (event: Event) => void };
}

/** Sends an input with an idempotency key, which stays the same while the input does: pressed twice, it is recorded once. */
export function useSending<I, R>(input: () => I | undefined, send: (input: I & { idempotencyKey: string }) => Promise<R>): Sending<R> {
  const [state, setState] = useState<{ busy?: boolean; refused?: Refusal; done?: R }>({});
  const form = useRef<HTMLFormElement>(),
    sent = useRef({ text: "", key: "" });
  useEffect(() => {
    if (state.refused) reveal(form.current?.querySelector("[role=alert]"));
  }, [state.refused]);
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    form.current = event.currentTarget as HTMLFormElement;
    const given = input();
    if (!given || state.busy) return;
    const text = JSON.stringify(given);
    if (sent.current.text !== text) sent.current = { text, key: newKey() };
    setState({ busy: true });
    try {
      setState({ done: await send({ ...given, idempotencyKey: sent.current.key }) });
      sent.current = { text: "", key: "" };
    } catch (error) {
      const { message, faults } = failedBy(error);
      setState({ refused: { message, field: faults[0]?.extensions?.field } });
    }
  };
  return {
    busy: state.busy ?? false,
    refused: state.refused,
    done: state.done,
    form: { onSubmit: (event) => void onSubmit(event), onInvalidCapture },
  };
}

/** Brings what is said into view, also out of a part that is folded. */
function reveal(said: Element | null | undefined): void {
  said?.closest("details")?.setAttribute("open", "");
  said?.scrollIntoView({ block: "center" });
}

/** The browser points at what is missing only where it is not folded away. */
function onInvalidCapture({ target }: Event): void {
  (target as Element).closest("details")?.setAttribute("open", "");
}

/** Where the service is reached by plain http, crypto.randomUUID is not there. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(16).padStart(8, "0")).join("");
}

/** Today as the service has it, which reckons in UTC. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** What was typed into a form so far, kept until the browser's tab is closed or `forget` is called. */
export function useDraft<T extends object>(
  name: string,
  blank: () => T,
): { draft: T; change: (parts: Partial<T>) => void; forget: () => void } {
  const [draft, setDraft] = useState<T>(() => ({ ...blank(), ...recall<T>("sessionStorage", name) }));
  const change = (parts: Partial<T>) =>
    setDraft((before) => {
      const next = { ...before, ...parts };
      keep("sessionStorage", name, next);
      return next;
    });
  const forget = () => {
    keep("sessionStorage", name, undefined);
    setDraft(blank());
  };
  return { draft, change, forget };
}
