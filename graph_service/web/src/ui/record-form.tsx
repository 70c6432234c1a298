/** What the forms that record a lesson or a reuse share: the draft, the submission, the fields for person and project, and the buttons. */
import type { ComponentChildren } from "preact";
import { readStored, writeStored } from "../storage";
import type { Choice } from "./combobox-options";
import { type Submission, useDraft, useSubmission } from "./form";
import { FormError } from "./form-field";
import { PersonCombobox, ProjectCombobox } from "./node-combobox";

export interface RecordDraft {
  person: Choice | undefined;
  project: Choice | undefined;
}

type TextField<D> = { [K in keyof D]: D[K] extends string ? K : never }[keyof D];

interface Options<D, I, R> {
  draftKey: string;
  /** The empty draft for the person who recorded last in this browser. */
  blank: (person: Choice | undefined) => D;
  /** Undefined until a person and a project are chosen; their fields show an error. */
  readInput: (draft: D) => I | undefined;
  send: (input: I & { idempotencyKey: string }) => Promise<R>;
}

export interface RecordFormState<D, R> extends Submission<R> {
  draft: D;
  update: (changes: Partial<D>) => void;
  /** The props that connect a text field to the draft. */
  bind: (name: TextField<D>) => { value: string; onInput: (event: { currentTarget: { value: string } }) => void };
}

/** Keeps the draft of a form, and submits it once. After a success the draft is discarded, and the person is stored for the next form. */
export function useRecordForm<D extends RecordDraft, I, R>({ draftKey, blank, readInput, send }: Options<D, I, R>): RecordFormState<D, R> {
  const { draft, update, discard } = useDraft<D>(draftKey, () => blank(readStored<Choice>("localStorage", "recorder")));
  const submission = useSubmission(
    () => readInput(draft),
    async (input: I & { idempotencyKey: string }) => {
      const result = await send(input);
      writeStored("localStorage", "recorder", draft.person);
      discard();
      return result;
    },
  );
  const bind = (name: TextField<D>) => ({
    value: draft[name] as string,
    onInput: ({ currentTarget }: { currentTarget: { value: string } }) => update({ [name]: currentTarget.value } as unknown as Partial<D>),
  });
  return { draft, update, bind, ...submission };
}

interface Props<D extends RecordDraft, R> {
  form: RecordFormState<D, R>;
  class: string;
  label?: string;
  person: { label: string; name: string };
  /** The input fields that show an error themselves, besides person and project. */
  fields: readonly string[];
  saveLabel: string;
  /** Fields above person and project. */
  before?: ComponentChildren;
  /** Fields below person and project. */
  children: ComponentChildren;
  onCancel?: () => void;
}

export function RecordForm<D extends RecordDraft, R>(props: Props<D, R>) {
  const { form, label, person, fields, saveLabel, before, children, onCancel } = props;
  const { draft, busy, error, confirms, formProps } = form;
  const update = (changes: Partial<RecordDraft>) => form.update(changes as Partial<D>);
  return (
    <form class={props.class} aria-label={label} {...formProps}>
      {before}
      <PersonCombobox
        label={person.label}
        name={person.name}
        error={error}
        chosen={draft.person}
        onChoose={(choice) => update({ person: choice })}
        required
      />
      <ProjectCombobox
        label="On which project"
        name="project"
        error={error}
        chosen={draft.project}
        onChoose={(project) => update({ project })}
        required
      />
      {children}
      <FormError fields={[person.name, "project", ...fields]} error={error} />
      <p>
        <button type="submit" class="first" disabled={busy}>
          {busy ? "Saving …" : confirms ? "Save anyway" : saveLabel}
        </button>{" "}
        {onCancel && (
          <button type="button" onClick={onCancel}>
            Cancel
          </button>
        )}
      </p>
    </form>
  );
}
