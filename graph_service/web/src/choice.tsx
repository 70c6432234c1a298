/** A field in which a few letters find somebody or something: the browser's own list of suggestions, so keyboard and phone work as they do. */
import { useEffect, useId, useState } from "preact/hooks";
import { useAnswer } from "./asking";
import type { TypedDocumentString } from "./generated/graphql";

export interface Chosen {
  id: string;
  name: string;
}

interface Props<R> {
  label: string;
  document: TypedDocumentString<R, { text: string }>;
  /** What is found, each with what tells it from others of the same name. */
  options: (data: R) => (Chosen & { beside?: string | null | undefined })[];
  chosen: Chosen | undefined;
  onChoose: (chosen: Chosen | undefined) => void;
  required?: boolean;
}

export function Choice<R>({ label, document, options, chosen, onChoose, required = false }: Props<R>) {
  const list = useId();
  const [text, setText] = useState(chosen?.name ?? "");
  const [asked, setAsked] = useState("");
  useEffect(() => {
    const wait = setTimeout(() => setAsked(text.trim()), 150);
    return () => clearTimeout(wait);
  }, [text]);
  const answer = useAnswer(document, chosen ? undefined : { text: asked });
  const found = answer.data ? options(answer.data) : [];
  const shown = ({ name, beside }: (typeof found)[number]) => (beside ? `${name} (${beside})` : name);
  return (
    <label>
      <span>{label}</span>
      <input
        list={list}
        value={text}
        required={required}
        autocomplete="off"
        onInput={({ currentTarget }) => {
          setText(currentTarget.value);
          const match = found.find((one) => shown(one) === currentTarget.value || one.name === currentTarget.value);
          onChoose(match && { id: match.id, name: shown(match) });
          currentTarget.setCustomValidity(match || (!required && !currentTarget.value) ? "" : "Choose one of the list.");
        }}
      />
      <datalist id={list}>
        {found.map((one) => (
          <option key={one.id} value={shown(one)} />
        ))}
      </datalist>
    </label>
  );
}
