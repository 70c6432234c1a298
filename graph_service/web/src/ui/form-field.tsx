/** A labelled field of a form with the service's error message about it, and the messages that concern the whole form. */
import type { ComponentChildren } from "preact";
import type { InputError } from "./form";

interface Props {
  label: string;
  /** The name of the field in the service's input. */
  name: string;
  error: InputError | undefined;
  children: ComponentChildren;
}

export function Field({ label, name, error, children }: Props) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is among the children
    <label>
      <span>{label}</span>
      {children}
      <FieldError name={name} error={error} />
    </label>
  );
}

export function FieldError({ name, error }: { name: string; error: InputError | undefined }) {
  if (error?.field !== name) return null;
  return (
    <strong class="field-error" role="alert">
      {error.message}
    </strong>
  );
}

/** An error that concerns none of the fields of the form. */
export function FormError({ fields, error }: { fields: readonly string[]; error: InputError | undefined }) {
  if (!error || fields.includes(error.field ?? "")) return null;
  return (
    <p class="error" role="alert">
      {error.message}
    </p>
  );
}

/** Warnings of the service about an input that it accepted. */
export function Warnings({ warnings }: { warnings: readonly string[] }) {
  if (!warnings.length) return null;
  return (
    <ul class="note">
      {warnings.map((warning) => (
        <li key={warning}>{warning}</li>
      ))}
    </ul>
  );
}
