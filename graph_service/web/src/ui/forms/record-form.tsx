/** What the forms that record a lesson or a reuse share: the draft, the submission, the fields for person and project, and the buttons. */
import type { ComponentChildren } from "preact";
import { ActingPersonField, useRecordingRefusal } from "../acting-person";
import type { Choice } from "../combobox/combobox-options";
import { ProjectCombobox } from "../combobox/node-combobox";
import { readProfile } from "../profile";
import { type ChangeFormState, type FormOptions, useChangeForm } from "./change-form";
import type { FormErrors } from "./form";
import { FormButtons } from "./form-buttons";
import { FormError } from "./form-field";

export interface RecordDraft {
  person: Choice | undefined;
  project: Choice | undefined;
}

interface Options<D, I, R> extends Omit<FormOptions<D, I, R>, "blank"> {
  /** The empty draft, for the reader's own name and project as far as they are known. */
  blank: (person: Choice | undefined, project: Choice | undefined) => D;
  person: string;
}

export interface RecordFormState<D, R> extends ChangeFormState<D, R> {
  /** The field of the person in the input. */
  person: string;
}

/** A form that also requires a person and a project. Both start with those of the reader. Callers who may record for others can change the person. */
export function useRecordForm<D extends RecordDraft, I extends object, R>(options: Options<D, I, R>): RecordFormState<D, R> {
  const { blank, validate, names, person } = options;
  const form: ChangeFormState<D, R> = useChangeForm<D, I, R>({
    ...options,
    blank: () => blank(readProfile().person, readProfile().project),
    validate: (draft) => ({ ...missingChoices(draft, person), ...validate(draft) }),
    names: (draft) => ({ ...chosenNames(draft), ...names?.(draft) }),
  });
  return { ...form, person };
}

function chosenNames({ person, project }: RecordDraft): Record<string, string> {
  return Object.fromEntries([person, project].filter((choice) => choice !== undefined).map(({ id, name }) => [id, name]));
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
  const refusal = useRecordingRefusal();
  if (refusal) return refusal;
  return (
    <form class={props.class} aria-label={label} {...formProps}>
      {before}
      <ActingPersonField
        label={labels[person] ?? ""}
        name={person}
        errors={errors}
        chosen={draft.person}
        onChoose={(choice) => update({ person: choice })}
        canAdd
      />
      <ProjectCombobox {...form.choose("project")} canAdd />
      {children}
      <FormError fields={Object.keys(labels)} errors={errors} />
      <FormButtons form={form} saveLabel={saveLabel} onCancel={onCancel} />
    </form>
  );
}
