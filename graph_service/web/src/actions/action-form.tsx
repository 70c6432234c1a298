/** The form of an action in a dialog: Escape closes it and keeps what was typed, Cancel discards it. */
import { useEffect, useId, useRef } from "preact/hooks";
import { useLatestActivity } from "../api/latest-activity";
import { useDraft } from "../ui/forms/draft";
import { useSubmission } from "../ui/forms/form";
import { ChangedByOthers, FormButtons } from "../ui/forms/form-buttons";
import { FormError } from "../ui/forms/form-field";
import { readableError } from "../ui/readable";
import { reportChange } from "../ui/undo";
import { type Action, type ActionInput, choiceNames, findErrors, readInput, type Values } from "./action";
import { ActionFieldInput } from "./action-field";

interface Props {
  action: Action;
  /** Called once the dialog has been closed. */
  onClose: () => void;
}

export function ActionDialog({ action, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="action" aria-labelledby={titleId} onClose={onClose}>
      <h2 id={titleId}>{action.title}</h2>
      {action.note && <p class="lead">{action.note}</p>}
      <ActionForm action={action} onEnd={() => dialog.current?.close()} />
    </dialog>
  );
}

const NOTHING: Values = {};

/** Only what the reader has changed is kept as the draft, so that it does not hide later changes of other fields. */
function ActionForm({ action, onEnd }: { action: Action; onEnd: () => void }) {
  const { fields, initial = NOTHING, saveLabel = "Save", sendsChanges = false } = action;
  const seen = useLatestActivity(sendsChanges);
  const { draft: values, changedByOthers, update, discard, keyFor } = useDraft<Values>(action.key, () => initial);
  const labels = Object.fromEntries(fields.map(({ name, label }) => [name, label]));
  const rephrase = (message: string) => readableError(message, labels, { ...choiceNames(values), ...action.names });
  const { formProps, ...submission } = useSubmission({
    readInput: () => ({ ...readInput(action, values), ...(seen.activity === undefined ? {} : { expectedActivity: seen.activity }) }),
    validate: () => findErrors(action, values),
    findUnlikely: () => [],
    rephrase,
    keyFor,
    send: async (input: ActionInput & { idempotencyKey: string }) => {
      const result = await action.send(input);
      discard();
      onEnd();
      const text = [action.done(values), ...(await Promise.all(result.warnings.map(rephrase)))].join(" ");
      reportChange(text, result.activity, ...(action.created ? [{ name: "Open", href: action.created(result) }] : []));
      return result;
    },
  });
  const cancel = () => {
    discard();
    onEnd();
  };
  return (
    <form class="form" {...formProps}>
      {fields.map((field) => (
        <ActionFieldInput
          key={field.name}
          field={field}
          value={values[field.name] ?? null}
          errors={submission.errors}
          onChange={(value) => update({ [field.name]: value })}
        />
      ))}
      <ChangedByOthers changed={changedByOthers} labels={labels} />
      <FormError fields={Object.keys(labels)} errors={submission.errors} />
      <FormButtons form={{ ...submission, labels }} saveLabel={saveLabel} onCancel={cancel} onShowChanges={seen.readAgain} />
    </form>
  );
}
