/** Shared by all forms: checks an input, asks about unlikely values, submits it once, and shows each error beneath its field. */
import { useEffect, useRef, useState } from "preact/hooks";
import { awaitRefresh } from "../../api/connection";
import { toRequestError } from "../../api/graphql-client";

/** Messages by the name of the field they are about; "" for those about the whole form. */
export type FormErrors = Readonly<Record<string, string>>;

export interface Submission<R> {
  busy: boolean;
  errors: FormErrors;
  result: R | undefined;
  /** Unlikely values of the input as it is now: submitting it again confirms them. Each is a sentence. */
  questions: readonly string[];
  /** Whether the service refused this input with CONFLICT: perhaps somebody else has made a change that the reader has not seen. */
  isConflict: boolean;
  formProps: { noValidate: true; onSubmit: (event: Event) => void };
}

export interface SubmissionOptions<I, R> {
  /** Undefined while the draft has errors. */
  readInput: () => I | undefined;
  /** The errors of the draft, in the reader's terms. */
  validate: () => FormErrors;
  /** Sentences about values that are possible but unlikely. */
  findUnlikely: () => readonly string[];
  /** The service's error about a field in the reader's terms. */
  rephrase: (message: string) => Promise<string>;
  keyFor: (text: string) => string;
  send: (input: I & { idempotencyKey: string }) => Promise<R>;
}

interface SubmissionState<R> {
  busy?: boolean;
  result?: R;
  /** What the service said about this input. */
  refused?: { text: string; errors: FormErrors; isConflict?: boolean };
  /** What was asked about this input. */
  asked?: { text: string; questions: readonly string[] };
}

const LOST = "No connection to the service. Your text is kept; save it again in a moment.";

/**
 * Submits an input with an idempotency key that stays the same while the input does, so that submitting again after a lost response records
 * it once. Unlikely values are asked about first, by the page or by the service; submitting the same input again confirms them.
 */
export function useSubmission<I extends object, R>(options: SubmissionOptions<I, R>): Submission<R> {
  const { readInput, validate, findUnlikely, rephrase, keyFor, send } = options;
  const [state, setState] = useState<SubmissionState<R>>({});
  const [isChecked, setIsChecked] = useState(false);
  const form = useRef<HTMLFormElement>();
  const isRunning = useRef(false);
  const submit = useRef<() => Promise<void>>(); // of the latest render, whose draft has what comboboxes have chosen since
  const errorCount = useRef(0); // submissions that failed
  const input = readInput();
  const text = input === undefined ? "" : JSON.stringify(input);
  const asked = state.asked?.text === text ? state.asked : undefined;
  const errors: FormErrors = {
    ...(state.refused?.text === text ? state.refused.errors : {}),
    ...(isChecked ? validate() : {}),
  };
  useEffect(() => revealError(form.current), [errorCount.current]);
  const fail = (next: SubmissionState<R>) => {
    errorCount.current += 1;
    setState(next);
  };
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    form.current = event.currentTarget as HTMLFormElement;
    if (isRunning.current) return;
    isRunning.current = true;
    if (form.current.querySelector("[data-pending]")) setState((previous) => ({ ...previous, busy: true }));
    try {
      await awaitSuggestions(form.current);
      await awaitRefresh();
      await submit.current?.();
    } finally {
      isRunning.current = false;
    }
  };
  submit.current = async () => {
    setIsChecked(true);
    const unmatched = form.current ? findUnmatched(form.current) : {};
    if (Object.keys(validate()).length || !input || Object.keys(unmatched).length) return fail({ refused: { text, errors: unmatched } });
    const unlikely = asked ? [] : findUnlikely();
    if (unlikely.length) return setState({ asked: { text, questions: unlikely } });
    setState({ busy: true, ...(asked ? { asked } : {}) });
    try {
      const result = await send({ ...input, ...(asked ? { confirm: true } : {}), idempotencyKey: keyFor(text) });
      setIsChecked(false);
      setState({ result });
    } catch (thrown) {
      const { message, errors, isConnectionLost } = toRequestError(thrown);
      const { code, field = "" } = errors[0]?.extensions ?? {};
      if (code === "CONFIRMATION_REQUIRED") setState({ asked: { text, questions: [await rephrase(message)] } });
      else
        fail({
          refused: { text, errors: { [field]: isConnectionLost ? LOST : await rephrase(message) }, isConflict: code === "CONFLICT" },
          ...(asked ? { asked } : {}),
        });
    }
  };
  return {
    busy: state.busy ?? false,
    errors,
    result: state.result,
    questions: asked?.questions ?? [],
    isConflict: state.refused?.text === text && state.refused.isConflict === true,
    formProps: { noValidate: true, onSubmit: (event) => void onSubmit(event) },
  };
}

const LONGEST_WAIT = 5_000; // milliseconds for suggestions
const POLL = 25;

/** Waits until the service has said what the texts in comboboxes mean, so that a form saved quickly is not refused for them. */
export async function awaitSuggestions(form: HTMLFormElement): Promise<void> {
  const active = document.activeElement;
  if (active instanceof HTMLInputElement && active.list && form.contains(active)) {
    active.blur(); // typing has ended
    active.focus();
    await pause();
  }
  const end = Date.now() + LONGEST_WAIT;
  while (form.isConnected && form.querySelector("[data-pending]") && Date.now() < end) await pause();
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, POLL));
}

/** Fields in which a text stands that is not in their list. */
export function findUnmatched(form: HTMLFormElement): FormErrors {
  const inputs = [...form.querySelectorAll<HTMLInputElement>("[data-unmatched]")];
  return Object.fromEntries(
    inputs.map((input) => [
      input.dataset.unmatched ?? "",
      input.list?.options.length
        ? `Several match “${input.value}”. Pick one from the list, or clear this field.`
        : `Nothing is called “${input.value}”. Pick one from the list, or clear this field.`,
    ]),
  );
}

/** Focuses the first invalid field, or scrolls to the message about the form; unfolds the part of the form that contains it. */
function revealError(form: HTMLFormElement | undefined): void {
  const invalid = form?.querySelector<HTMLElement>("[aria-invalid=true]");
  const target = invalid ?? form?.querySelector("[role=alert]");
  target?.closest("details")?.setAttribute("open", "");
  target?.scrollIntoView({ block: "center" });
  invalid?.focus({ preventScroll: true });
}

/** Today in UTC, as the service counts days. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
