/** The person for whom something is recorded. Contributors record for themselves; others choose a person. */
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { useMay, useOnlyActsFor } from "../api/caller";
import type { ComboboxProps } from "./combobox/combobox";
import { PersonCombobox } from "./combobox/node-combobox";
import { Field, RoleMissing } from "./forms/form-field";

/** For contributors the field is filled and fixed. */
export function ActingPersonField(props: ComboboxProps & { canAdd?: boolean }) {
  const { label, name = "", errors = {}, chosen, onChoose } = props;
  const own = useOnlyActsFor();
  const isOther = !!own && chosen?.id !== own.id;
  useEffect(() => {
    if (isOther) onChoose(own);
  }, [isOther]);
  if (!own) return <PersonCombobox {...props} />;
  return (
    <Field label={label} name={name} errors={errors} hint="You record for yourself. A curator can record for others.">
      <input readOnly value={own.name} />
    </Field>
  );
}

/** Why the reader cannot record anything; undefined if they can. */
export function useRecordingRefusal(): VNode | undefined {
  const own = useOnlyActsFor();
  if (!useMay("CONTRIBUTOR")) return <RoleMissing needed="contributor">You can read everything, but not record anything.</RoleMissing>;
  if (own === null) return <PersonMissing />;
  return undefined;
}

function PersonMissing() {
  return (
    <p class="note">
      Contributors record for themselves, but the service does not know which person you are. Ask its operator to link your token to your
      person.
    </p>
  );
}
