/** What follows every change: a message with Undo, or with the reason why the change cannot be undone, and fresh data on the page. */
import { reloadData } from "../api/data-version";
import { request, toRequestError } from "../api/graphql-client";
import { type UndoableFragment, UndoDocument } from "../generated/graphql";
import { newIdempotencyKey } from "./forms/draft";
import { readableError, withNames } from "./readable";
import { showToast, type ToastAction } from "./toast";

/**
 * Reports a change that the service has made, and sends the queries of the page again. Ids in the text, as warnings have them, are shown as names.
 * `text`: a sentence, such as "Lesson saved." `activity`: the log entry of the change, as its payload has it. `actions`: what else can be done.
 */
export function reportChange(text: string, activity: UndoableFragment, ...actions: readonly ToastAction[]): void {
  reloadData();
  void withNames(text).then((named) => showChange(named, activity, actions));
}

function showChange(text: string, activity: UndoableFragment, actions: readonly ToastAction[]): void {
  if (activity.undoable) showToast(text, undoAction(activity.seq, text), ...actions);
  else showToast([text, activity.notUndoableBecause].filter(Boolean).join(" "), ...actions);
}

function undoAction(seq: number, text: string): ToastAction {
  const idempotencyKey = newIdempotencyKey();
  return { name: "Undo", isUndo: true, run: () => void undoChange(seq, text, idempotencyKey) };
}

/** Undoes a change, and reports the result. A lost response can be repeated: the key makes the service undo only once. */
export async function undoChange(activity: number, text: string, idempotencyKey = newIdempotencyKey()): Promise<void> {
  const endProgress = showToast("Undoing …");
  try {
    await request(UndoDocument, { input: { activity, idempotencyKey } });
    showToast(`Undone: ${text}`);
  } catch (thrown) {
    const { message, isConnectionLost } = toRequestError(thrown);
    if (isConnectionLost)
      showToast("No connection to the service. The change has not been undone yet.", {
        name: "Try again",
        run: () => void undoChange(activity, text, idempotencyKey),
      });
    else showToast(`The change could not be undone. ${await readableError(message)}`);
  }
  endProgress();
  reloadData();
}
