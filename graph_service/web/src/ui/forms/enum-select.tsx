/** A select element with the labels of an enum, and an option for no value. */

interface Props<V extends string> {
  labels: Readonly<Record<V, string>>;
  /** The label of the option for no value. */
  none: string;
  value: V | "";
  onChoose: (value: V | "") => void;
  /** Attributes that the surrounding Field sets. */
  [attribute: `aria-${string}`]: unknown;
  id?: string;
}

export function EnumSelect<V extends string>({ labels, none, value, onChoose, ...attributes }: Props<V>) {
  return (
    <select {...attributes} value={value} onChange={({ currentTarget }) => onChoose(currentTarget.value as V | "")}>
      <option value="">{none}</option>
      {Object.entries<string>(labels).map(([each, label]) => (
        <option key={each} value={each}>
          {label}
        </option>
      ))}
    </select>
  );
}
