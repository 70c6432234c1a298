/**
 * Text fields that suggest people, projects, topics or lessons for a few typed letters. The suggestions are the browser's own list
 * (datalist), so keyboard and phone work as usual.
 */
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { FormErrors } from "../forms/form";
import { Field } from "../forms/form-field";
import { type Choice, matchOption, OptionList, type OptionSource, optionLabel, toChoice, useOptions } from "./combobox-options";

interface FieldProps {
  label: string;
  /** The name of the field in the errors. */
  name?: string;
  errors?: FormErrors;
}

export interface ComboboxProps extends FieldProps {
  chosen: Choice | undefined;
  onChoose: (choice: Choice | undefined) => void;
  optional?: boolean;
  hint?: string | undefined;
}

export interface MultiComboboxProps extends FieldProps {
  chosen: readonly Choice[];
  onChoose: (choices: Choice[]) => void;
  /** Whether at least one must be chosen. */
  isRequired?: boolean;
}

/** A text that need not be in the list: it is kept, and the service decides what it means. */
export interface FreeText {
  freeText?: { text: string; onText: (text: string) => void };
}

interface UnknownText {
  /** What stands beneath the field when nothing has the typed name; `choose` takes what was added instead. */
  unknown?: (text: string, choose: (choice: Choice) => void) => ComponentChildren;
}

const NO_ERRORS: FormErrors = {};

export function Combobox<R>(props: ComboboxProps & OptionSource<R> & UnknownText & FreeText) {
  const { label, name = "", errors = NO_ERRORS, chosen, onChoose, optional = false, hint, unknown, freeText, ...source } = props;
  const listId = useId();
  const [text, setText] = useState(chosen?.name ?? freeText?.text ?? "");
  const { options, settled, data } = useOptions(source, text);
  const hasLeft = useRef(false); // the reader has left the field, so typing has ended
  const chooseMatch = (value: string) => {
    const option = matchOption(value, options, hasLeft.current && settled);
    if (option?.id !== chosen?.id) onChoose(option && toChoice(option));
    if (option && hasLeft.current) setText(optionLabel(option));
  };
  const [decided, setDecided] = useState(""); // the text that was compared with its options
  useEffect(() => {
    if (chosen || !settled) return;
    chooseMatch(text); // the options have arrived after the text was typed
    setDecided(text);
  }, [data, settled, text]);
  const selectText = ({ currentTarget }: { currentTarget: HTMLInputElement }) => chosen && currentTarget.select(); // so that typing replaces the current choice
  const isUnknown = !chosen && settled && text.trim() !== "" && !options.length;
  return (
    <div class="with-suggestions">
      <Field label={label} name={name} errors={errors} optional={optional} hint={hint}>
        <input
          list={listId}
          value={text}
          autocomplete="off"
          data-unmatched={optional && !chosen && !freeText && text.trim() ? name : undefined}
          data-pending={!chosen && text.trim() && decided !== text ? "" : undefined}
          onFocus={selectText}
          onClick={selectText}
          onInput={({ currentTarget: { value } }) => {
            hasLeft.current = false;
            setText(value);
            freeText?.onText(value);
            chooseMatch(value);
          }}
          onBlur={() => {
            hasLeft.current = true;
            if (chosen)
              setText(chosen.name); // the complete text of a choice that was typed
            else chooseMatch(text);
          }}
        />
      </Field>
      <OptionList id={listId} options={options} />
      <div role="status">
        {isUnknown &&
          unknown?.(text.trim(), (choice) => {
            setText(choice.name);
            onChoose(choice);
          })}
      </div>
    </div>
  );
}

export function MultiCombobox<R>(props: MultiComboboxProps & OptionSource<R>) {
  const { label, name = "", errors = NO_ERRORS, chosen, onChoose, isRequired = false, ...source } = props;
  const listId = useId();
  const [text, setText] = useState("");
  const { settled, data, options: suggestions } = useOptions(source, text);
  const options = suggestions.filter(({ id }) => chosen.every((choice) => choice.id !== id));
  const hasEnded = useRef(false); // typing has ended
  const [decided, setDecided] = useState(""); // the text that was compared with its options
  const addMatch = (value: string) => {
    hasEnded.current = true;
    const option = matchOption(value, options, settled);
    if (option) onChoose([...chosen, toChoice(option)]);
    if (option || matchOption(value, suggestions, settled)) setText(""); // one that is chosen already is not chosen twice
  };
  useEffect(() => {
    if (!settled) return;
    if (hasEnded.current) addMatch(text); // the options have arrived after the text was typed
    setDecided(text);
  }, [data, settled, text]);
  return (
    <div class="multi">
      <Field label={label} name={name} errors={errors} optional={!isRequired}>
        <input
          list={listId}
          value={text}
          autocomplete="off"
          data-unmatched={text ? name : undefined}
          data-pending={text.trim() && decided !== text ? "" : undefined}
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
      </Field>
      <OptionList id={listId} options={options} />
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
