/** A labelled field of a form with the error about it beneath, and the messages that concern the whole form. */
import { type ComponentChildren, cloneElement, type VNode } from "preact";
import { useId } from "preact/hooks";
import { useTextsWithNames } from "../readable";
import type { FormErrors } from "./form";

interface Props {
  label: string;
  /** The name of the field in the errors. */
  name: string;
  errors: FormErrors;
  /** Says that a field may stay empty. */
  optional?: boolean;
  /** A line beneath the field. */
  hint?: string | undefined;
  /** The input, select or textarea. */
  children: VNode<Record<string, unknown>>;
}

export function Field({ label, name, errors, optional = false, hint, children }: Props) {
  const id = useId();
  const error = errors[name];
  const described = [error ? `${id}-error` : "", hint ? `${id}-hint` : ""].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={id}>
        {label}
        {optional && <span class="optional"> (optional)</span>}
      </label>
      {cloneElement(children, {
        id,
        "aria-invalid": error ? "true" : undefined,
        "aria-describedby": described || undefined,
        "aria-required": optional ? undefined : "true",
      })}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <FieldError id={`${id}-error`} error={error} />
    </div>
  );
}

export function FieldError({ id, error }: { id: string; error: string | undefined }) {
  if (!error) return null;
  return (
    <p class="field-error" id={id}>
      {error}
    </p>
  );
}

/** Errors that concern none of the fields of the form. */
export function FormError({ fields, errors }: { fields: readonly string[]; errors: FormErrors }) {
  const messages = Object.entries(errors).flatMap(([field, message]) => (fields.includes(field) ? [] : [message]));
  const count = Object.keys(errors).length;
  if (!count) return null;
  return (
    <div class="error" role="alert">
      {messages.length ? messages.map((message) => <p key={message}>{message}</p>) : <p>{summary(count)}</p>}
    </div>
  );
}

function summary(count: number): string {
  return count === 1 ? "One field needs a correction." : `${count} fields need a correction.`;
}

/** Warnings of the service about an input that it accepted. */
export function Warnings({ warnings }: { warnings: readonly string[] }) {
  const texts = useTextsWithNames(warnings);
  if (!texts.length) return null;
  return (
    <ul class="note">
      {texts.map((warning) => (
        <li key={warning}>{warning}</li>
      ))}
    </ul>
  );
}

/** Shown in place of a form whose role the reader lacks. */
export function RoleMissing({ needed, children }: { needed: string; children: ComponentChildren }) {
  return (
    <div class="note">
      <p>
        {children} This needs the role {needed}, which your token does not have. Ask the person who runs this service for it.
      </p>
    </div>
  );
}
