/** A field of an action, with the control that fits its kind. */
import type { VNode } from "preact";
import type { Choice } from "../ui/combobox/combobox-options";
import { DepartmentCombobox, PersonCombobox, TopicsCombobox } from "../ui/combobox/node-combobox";
import type { FormErrors } from "../ui/forms/form";
import { Field } from "../ui/forms/form-field";
import type { ActionField, Value } from "./action";

interface Props {
  field: ActionField;
  value: Value;
  errors: FormErrors;
  onChange: (value: Value) => void;
}

export function ActionFieldInput({ field, value, errors, onChange }: Props) {
  const { name, label, kind, optional = false, hint } = field;
  const choice = { label, name, errors, optional, hint, chosen: (value as Choice | null) ?? undefined };
  const onChoose = (chosen: Choice | undefined) => onChange(chosen ?? null);
  if (kind === "department") return <DepartmentCombobox {...choice} onChoose={onChoose} />;
  if (kind === "person") return <PersonCombobox {...choice} onChoose={onChoose} canAdd />;
  if (kind === "topics")
    return <TopicsCombobox label={label} name={name} errors={errors} chosen={(value as readonly Choice[]) ?? []} onChoose={onChange} />;
  if (kind === "checkbox")
    return (
      <label class="checkbox">
        <input type="checkbox" checked={value === true} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
        <span>{label}</span>
      </label>
    );
  return (
    <Field label={label} name={name} errors={errors} optional={optional} hint={hint}>
      {control(field, (value as string | null) ?? "", onChange)}
    </Field>
  );
}

function control({ kind, choices = {} }: ActionField, value: string, onChange: (value: string) => void): VNode<Record<string, unknown>> {
  const onInput = ({ currentTarget }: { currentTarget: { value: string } }) => onChange(currentTarget.value);
  if (kind === "paragraph") return <textarea rows={3} value={value} onInput={onInput} />;
  if (kind === "select")
    return (
      <select value={value} onChange={onInput}>
        {Object.entries(choices).map(([choice, label]) => (
          <option key={choice} value={choice}>
            {label}
          </option>
        ))}
      </select>
    );
  return (
    <input type={kind === "date" ? "date" : "text"} inputMode={kind === "email" ? "email" : undefined} value={value} onInput={onInput} />
  );
}
