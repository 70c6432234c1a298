/** A form: its draft, its submission, and its buttons. */
import type { ComponentChildren } from "preact";
import { readableError } from "../readable";
import { useDraft } from "./draft";
import { type FormErrors, type Submission, useSubmission } from "./form";
import { ChangedByOthers, FormButtons } from "./form-buttons";
import { FormError } from "./form-field";

type TextField<D> = { [K in keyof D]: D[K] extends string ? K : never }[keyof D];

export interface FormOptions<D, I, R> {
  draftKey: string;
  blank: () => D;
  /** Undefined while the draft has errors. */
  readInput: (draft: D) => I | undefined;
  validate: (draft: D) => FormErrors;
  /** Sentences about values that are possible but unlikely. */
  findUnlikely?: (draft: D) => readonly string[];
  /** The names of the input's fields with the labels that the form gives them. */
  labels: Readonly<Record<string, string>>;
  /** Ids in the service's messages with the names of what they stand for. */
  names?: (draft: D) => Readonly<Record<string, string>>;
  send: (input: I & { idempotencyKey: string }) => Promise<R>;
}

interface FieldProps {
  label: string;
  name: string;
  errors: FormErrors;
}

export interface ChangeFormState<D, R> extends Submission<R> {
  draft: D;
  update: (changes: Partial<D>) => void;
  /** The props that connect a text field to the draft. */
  bind: (name: TextField<D>) => { value: string; onInput: (event: { currentTarget: { value: string } }) => void };
  /** The props of a Field: label, name and errors. */
  field: (name: string) => FieldProps;
  /** The props that connect a combobox to the draft. */
  choose: <K extends keyof D & string>(name: K) => FieldProps & { chosen: D[K]; onChoose: (value: D[K]) => void };
  discard: () => void;
  /** The latest content of those fields that both the reader and somebody else have changed. */
  changedByOthers: Partial<D>;
  labels: Readonly<Record<string, string>>;
}

export function useChangeForm<D extends object, I extends object, R>(options: FormOptions<D, I, R>): ChangeFormState<D, R> {
  const { draftKey, blank, readInput, validate, findUnlikely, labels, names, send } = options;
  const { draft, changedByOthers, update, discard, keyFor } = useDraft<D>(draftKey, blank);
  const submission = useSubmission({
    readInput: () => readInput(draft),
    validate: () => validate(draft),
    findUnlikely: () => findUnlikely?.(draft) ?? [],
    rephrase: (message) => readableError(message, labels, names?.(draft)),
    keyFor,
    send: async (input: I & { idempotencyKey: string }) => {
      const result = await send(input);
      discard();
      return result;
    },
  });
  const bind = (name: TextField<D>) => ({
    value: draft[name] as string,
    onInput: ({ currentTarget }: { currentTarget: { value: string } }) => update({ [name]: currentTarget.value } as unknown as Partial<D>),
  });
  const field = (name: string) => ({ label: labels[name] ?? "", name, errors: submission.errors });
  const choose = <K extends keyof D & string>(name: K) => ({
    ...field(name),
    chosen: draft[name],
    onChoose: (value: D[K]) => update({ [name]: value } as unknown as Partial<D>),
  });
  return { draft, changedByOthers, update, bind, field, choose, discard, labels, ...submission };
}

interface Props<D, R> {
  form: ChangeFormState<D, R>;
  saveLabel: string;
  onClose: () => void;
  children: ComponentChildren;
}

/** Its Cancel button discards the draft. */
export function ChangeForm<D, R>({ form, saveLabel, onClose, children }: Props<D, R>) {
  const cancel = () => {
    form.discard();
    onClose();
  };
  return (
    <form class="form" {...form.formProps}>
      {children}
      <ChangedByOthers changed={form.changedByOthers} labels={form.labels} />
      <FormError fields={Object.keys(form.labels)} errors={form.errors} />
      <FormButtons form={form} saveLabel={saveLabel} onCancel={cancel} />
    </form>
  );
}
