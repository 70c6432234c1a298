/**
 * Text fields that suggest people, projects, topics or lessons for a few typed letters. The suggestions are the browser's own list
 * (datalist), so keyboard and phone work as usual.
 */
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { type Choice, matchOption, OptionList, type OptionSource, optionLabel, useOptions } from "./combobox-options";
import type { InputError } from "./form";
import { FieldError } from "./form-field";

interface FieldProps {
  label: string;
  /** The name of the field in the service's input. */
  name?: string;
  error?: InputError | undefined;
}

export interface ComboboxProps extends FieldProps {
  chosen: Choice | undefined;
  onChoose: (choice: Choice | undefined) => void;
  required?: boolean;
}

export interface MultiComboboxProps extends FieldProps {
  chosen: readonly Choice[];
  onChoose: (choices: Choice[]) => void;
}

export function Combobox<R>({ label, name, error, chosen, onChoose, required = false, ...source }: ComboboxProps & OptionSource<R>) {
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(chosen?.name ?? "");
  const { options, settled, data } = useOptions(source, text);
  const hasLeft = useRef(false); // the reader has left the field, so typing has ended
  const chooseMatch = (value: string) => {
    const option = matchOption(value, options, hasLeft.current && settled);
    if (option?.id !== chosen?.id) onChoose(option && { id: option.id, name: optionLabel(option) });
    if (option && hasLeft.current) setText(optionLabel(option));
  };
  useEffect(() => {
    if (!chosen) chooseMatch(text); // the options have arrived after the text was typed
  }, [data]);
  useEffect(() => input.current?.setCustomValidity(chosen || (!required && !text) ? "" : "Choose one from the list."), [chosen, text]);
  const selectText = () => chosen && input.current?.select(); // so that typing replaces the current choice
  return (
    <label>
      <span>{label}</span>
      <input
        ref={input}
        list={listId}
        value={text}
        required={required}
        autocomplete="off"
        onFocus={selectText}
        onClick={selectText}
        onInput={({ currentTarget: { value } }) => {
          hasLeft.current = false;
          setText(value);
          chooseMatch(value);
        }}
        onBlur={() => {
          hasLeft.current = true;
          if (!chosen) chooseMatch(text);
        }}
      />
      <OptionList id={listId} options={options} />
      <FieldError name={name ?? ""} error={error} />
    </label>
  );
}

export function MultiCombobox<R>({ label, name, error, chosen, onChoose, ...source }: MultiComboboxProps & OptionSource<R>) {
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const { settled, data, options: suggestions } = useOptions(source, text);
  const options = suggestions.filter(({ id }) => chosen.every((choice) => choice.id !== id));
  const hasEnded = useRef(false); // typing has ended
  const addMatch = (value: string) => {
    hasEnded.current = true;
    const option = matchOption(value, options, settled);
    if (!option) return;
    onChoose([...chosen, { id: option.id, name: optionLabel(option) }]);
    setText("");
  };
  useEffect(() => {
    if (hasEnded.current) addMatch(text); // the options have arrived after the text was typed
  }, [data]);
  useEffect(() => input.current?.setCustomValidity(text ? "Choose one from the list, or leave this empty." : ""), [text]);
  return (
    <div class="multi">
      <label>
        <span>{label}</span>
        <input
          ref={input}
          list={listId}
          value={text}
          autocomplete="off"
          onInput={(event) => {
            hasEnded.current = false;
            setText(event.currentTarget.value);
            if (isSuggestion(event)) addMatch(event.currentTarget.value);
          }}
          onBlur={() => addMatch(text)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || !text) return;
            event.preventDefault(); // adds the match instead of submitting the form
            addMatch(text);
          }}
        />
        <OptionList id={listId} options={options} />
        <FieldError name={name ?? ""} error={error} />
      </label>
      {chosen.length > 0 && (
        <ul class="chosen">
          {chosen.map((choice) => (
            <li key={choice.id}>
              {choice.name}{" "}
              <button
                type="button"
                class="quiet"
                aria-label={`Remove ${choice.name}`}
                onClick={() => onChoose(chosen.filter(({ id }) => id !== choice.id))}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Whether the text was taken from the list of suggestions rather than typed. */
function isSuggestion(event: Event): boolean {
  return !(event instanceof InputEvent) || event.inputType === "insertReplacementText";
}
