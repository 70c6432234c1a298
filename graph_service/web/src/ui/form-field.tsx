/** A field of a form with its name, and beside it what the service says against it. */
import type { ComponentChildren } from "preact";
import type { Refusal } from "./form";

interface Props {
  label: string;
  /** What the service calls it. */
  name: string;
  refused: Refusal | undefined;
  children: ComponentChildren;
}

export function Field({ label, name, refused, children }: Props) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is among the children
    <label>
      <span>{label}</span>
      {children}
      <Refused field={name} refused={refused} />
    </label>
  );
}

export function Refused({ field, refused }: { field: string; refused: Refusal | undefined }) {
  if (refused?.field !== field) return null;
  return (
    <strong class="refused" role="alert">
      {refused.message}
    </strong>
  );
}

/** What was refused of no field that is shown. */
export function RefusedElsewhere({ fields, refused }: { fields: readonly string[]; refused: Refusal | undefined }) {
  if (!refused || fields.includes(refused.field ?? "")) return null;
  return (
    <p class="failed" role="alert">
      {refused.message}
    </p>
  );
}

/** What the service lets one know about what it recorded. */
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
