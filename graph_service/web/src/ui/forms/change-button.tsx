/** A button that makes a change at once, without a form. */
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { awaitRefresh } from "../../api/connection";
import { reloadData } from "../../api/data-version";
import { toRequestError } from "../../api/graphql-client";
import type { UndoableFragment } from "../../generated/graphql";
import { readableError } from "../readable";
import { showToast } from "../toast";
import { reportChange } from "../undo";
import { newIdempotencyKey } from "./draft";

export interface ChangePayload {
  activity: UndoableFragment;
  warnings: readonly string[];
}

interface Props {
  class?: string;
  /** The name of the button, when its content alone does not say what is changed. */
  label?: string;
  /** The sentence after the change, such as "Lesson published." */
  done: string;
  change: (idempotencyKey: string) => Promise<ChangePayload>;
  /** Whether the change can be made; if not, it has said why. */
  check?: () => boolean;
  children: ComponentChildren;
}

/** After a lost response the next click repeats the same change: the key makes the service do it only once. */
export function ChangeButton({ class: buttonClass, label, done, change, check, children }: Props) {
  const [busy, setBusy] = useState(false);
  const key = useRef<string>();
  const latest = useRef(change); // of the latest render, which has the latest version of the node
  latest.current = change;
  const run = async () => {
    if (check && !check()) return;
    key.current ??= newIdempotencyKey();
    setBusy(true);
    try {
      await awaitRefresh();
      const { activity, warnings } = await latest.current(key.current);
      key.current = undefined;
      reportChange([done, ...warnings].join(" "), activity);
    } catch (thrown) {
      const { message, errors, isConnectionLost } = toRequestError(thrown);
      if (!isConnectionLost) key.current = undefined;
      if (errors[0]?.extensions?.code === "CONFLICT") reloadData(); // shows what somebody else has changed
      showToast(isConnectionLost ? "No connection to the service. Try again in a moment." : await readableError(message));
    }
    setBusy(false);
  };
  return (
    <button type="button" class={buttonClass} aria-label={label} disabled={busy} onClick={() => void run()}>
      {busy ? "Saving …" : children}
    </button>
  );
}
