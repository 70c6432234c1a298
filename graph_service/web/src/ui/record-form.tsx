/** What the forms that record a lesson or a reuse share: the draft, the submission, the fields for person and project, and the buttons. */
import type { ComponentChildren } from "preact";
import { useMay } from "../api/caller";
import { formatDate } from "../text/format";
import type { Choice } from "./combobox-options";
import { useDraft } from "./draft";
import { type FormErrors, type Submission, useSubmission } from "./form";
import { FormButtons } from "./form-buttons";
import { FormError, RoleMissing } from "./form-field";
import { PersonCombobox, ProjectCombobox } from "./node-combobox";
import { changeProfile, readProfile } from "./profile";
import { rephraseError } from "./rephrase";

export interface RecordDraft {
  person: Choice | undefined;
  project: Choice | undefined;
}

type TextField<D> = { [K in keyof D]: D[K] extends string ? K : never }[keyof D];

interface Options<D, I, R> {
  draftKey: string;
  /** The empty draft, for the reader's own name and project as far as they are known. */
  blank: (person: Choice | undefined, project: Choice | undefined) => D;
  /** Undefined while the draft has errors. */
  readInput: (draft: D) => I | undefined;
  /** Errors of the draft besides those of person and project. */
  validate: (draft: D) => FormErrors;
  /** Sentences about values that are possible but unlikely. */
  findUnlikely?: (draft: D) => readonly string[];
  /** The names of the input's fields with the labels that the form gives them. */
  labels: Readonly<Record<string, string>>;
  /** Ids in the service's messages with the names of what they stand for. */
  names?: Readonly<Record<string, string>>;
  person: string;
  send: (input: I & { idempotencyKey: string }) => Promise<R>;
}

export interface RecordFormState<D, R> extends Submission<R> {
  draft: D;
  update: (changes: Partial<D>) => void;
  /** The props that connect a text field to the draft. */
  bind: (name: TextField<D>) => { value: string; onInput: (event: { currentTarget: { value: string } }) => void };
  labels: Readonly<Record<string, string>>;
  /** The field of the person in the input. */
  person: string;
}

/** Keeps the draft of a form, and submits it once. After a success the draft is discarded, and the person is remembered as the reader. */
export function useRecordForm<D extends RecordDraft, I extends object, R>(options: Options<D, I, R>): RecordFormState<D, R> {
  const { draftKey, blank, readInput, validate, findUnlikely, labels, names = {}, person, send } = options;
  const { draft, update, discard, keyFor } = useDraft<D>(draftKey, () => blank(readProfile().person, readProfile().project));
  const chosen = [draft.person, draft.project].filter((choice) => choice !== undefined);
  const submission = useSubmission({
    readInput: () => readInput(draft),
    validate: () => ({ ...missingChoices(draft, person), ...validate(draft) }),
    findUnlikely: () => findUnlikely?.(draft) ?? [],
    rephrase: (message) =>
      rephraseError(message, labels, { ...Object.fromEntries(chosen.map(({ id, name }) => [id, name])), ...names }, formatDate),
    keyFor,
    send: async (input: I & { idempotencyKey: string }) => {
      const result = await send(input);
      if (!readProfile().person) changeProfile({ person: draft.person });
      discard();
      return result;
    },
  });
  const bind = (name: TextField<D>) => ({
    value: draft[name] as string,
    onInput: ({ currentTarget }: { currentTarget: { value: string } }) => update({ [name]: currentTarget.value } as unknown as Partial<D>),
  });
  return { draft, update, bind, labels, person, ...submission };
}

function missingChoices(draft: RecordDraft, person: string): FormErrors {
  return {
    ...(draft.person ? {} : { [person]: "Pick a person from the list." }),
    ...(draft.project ? {} : { project: "Pick a project from the list." }),
  };
}

interface Props<D extends RecordDraft, R> {
  form: RecordFormState<D, R>;
  class: string;
  label?: string;
  saveLabel: string;
  /** Fields above person and project. */
  before?: ComponentChildren;
  /** Fields below person and project. */
  children: ComponentChildren;
  onCancel?: () => void;
}

export function RecordForm<D extends RecordDraft, R>(props: Props<D, R>) {
  const { form, label, saveLabel, before, children, onCancel } = props;
  const { draft, errors, labels, person, formProps } = form;
  const update = (changes: Partial<RecordDraft>) => form.update(changes as Partial<D>);
  if (!useMay("CONTRIBUTOR")) return <RoleMissing needed="contributor">You can read here, but not record.</RoleMissing>;
  return (
    <form class={props.class} aria-label={label} {...formProps}>
      {before}
      <PersonCombobox
        label={labels[person] ?? ""}
        name={person}
        errors={errors}
        chosen={draft.person}
        onChoose={(choice) => update({ person: choice })}
        canAdd
      />
      <ProjectCombobox
        label={labels.project ?? ""}
        name="project"
        errors={errors}
        chosen={draft.project}
        onChoose={(project) => update({ project })}
        canAdd
      />
      {children}
      <FormError fields={Object.keys(labels)} errors={errors} />
      <FormButtons form={form} saveLabel={saveLabel} onCancel={onCancel} />
    </form>
  );
}
