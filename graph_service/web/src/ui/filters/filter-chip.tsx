/** A filter as a chip that shows its value and opens its choices. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Popup } from "../popup";

export interface FilterChoice {
  /** Undefined for the choice that filters nothing. */
  value: string | undefined;
  name: string;
  detail?: string | undefined;
}

interface Props {
  label: string;
  /** The name of the chosen value. */
  shown: string;
  value: string | undefined;
  choices: readonly FilterChoice[];
  onChoose: (value: string | undefined) => void;
  /** Fields below the choices. */
  children?: ComponentChildren;
}

const MAX_UNSEARCHED = 12; // a longer list has a field to search it

export function FilterChip({ label, shown, value, choices, onChoose, children }: Props) {
  return (
    <Popup
      class={value === undefined ? "chip" : "chip on"}
      panelLabel={label}
      button={
        <>
          {`${label} `}
          <b>{shown}</b>
        </>
      }
    >
      {(close) => (
        <>
          <Choices
            choices={choices}
            value={value}
            onChoose={(chosen) => {
              onChoose(chosen);
              close();
            }}
          />
          {children}
        </>
      )}
    </Popup>
  );
}

function Choices({ choices, value, onChoose }: Pick<Props, "choices" | "value" | "onChoose">) {
  const [text, setText] = useState("");
  const letters = text.trim().toLowerCase();
  const matching = choices.filter(({ name }) => name.toLowerCase().includes(letters));
  return (
    <>
      {choices.length > MAX_UNSEARCHED && (
        <input
          type="search"
          aria-label="Search the choices"
          placeholder="Search"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      )}
      <ul class="choices">
        {matching.map((choice) => (
          <li key={choice.value ?? ""}>
            <button type="button" aria-pressed={choice.value === value} onClick={() => onChoose(choice.value)}>
              {choice.name}
              {choice.detail && <small>{choice.detail}</small>}
            </button>
          </li>
        ))}
      </ul>
      {!matching.length && <p class="empty">No match.</p>}
    </>
  );
}
