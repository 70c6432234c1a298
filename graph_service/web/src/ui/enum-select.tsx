/** The choice of a value with a label, or of none. */

interface Props<V extends string> {
  labels: Readonly<Record<V, string>>;
  /** What no choice means. */
  none: string;
  value: V | "";
  onChoose: (value: V | "") => void;
  /** From the field around it. */
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
