/** A field in which a few letters find somebody or something: the browser's own list of suggestions, so keyboard and phone work as they do. */
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { useAnswer } from "./asking";
import { ChoosePeopleDocument, ChooseProjectsDocument, type TypedDocumentString } from "./generated/graphql";

export interface Chosen {
  id: string;
  name: string;
}

const BESIDE = / \([^()]*\)$/; // what is shown behind a name

interface Field {
  label: string;
  chosen: Chosen | undefined;
  onChoose: (chosen: Chosen | undefined) => void;
  required?: boolean;
}

interface Props<R> extends Field {
  document: TypedDocumentString<R, { text: string }>;
  /** What is found, each with what tells it from others of the same name. */
  options: (data: R) => (Chosen & { beside?: string | null | undefined })[];
}

/** Somebody who is there, by name. */
export function PersonChoice(field: Field) {
  return <Choice {...field} document={ChoosePeopleDocument} options={({ people }) => people.nodes.map(({ id, name, department }) => ({ id, name, beside: department?.name }))} />;
}

/** A project, by name. */
export function ProjectChoice(field: Field) {
  return <Choice {...field} document={ChooseProjectsDocument} options={({ projects }) => projects.nodes.map(({ id, name, owner }) => ({ id, name, beside: owner?.name }))} />;
}

function Choice<R>({ label, document, options, chosen, onChoose, required = false }: Props<R>) {
  const list = useId(), field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(chosen?.name ?? "");
  const [asked, setAsked] = useState("");
  useEffect(() => {
    const wait = setTimeout(() => setAsked(text.replace(BESIDE, "").trim()), 150);
    return () => clearTimeout(wait);
  }, [text]);
  const answer = useAnswer(document, { text: asked });
  const found = answer.data ? options(answer.data) : [];
  const shown = ({ name, beside }: (typeof found)[number]) => (beside ? `${name} (${beside})` : name);
  const choose = (value: string) => {
    const match = found.find((one) => shown(one) === value) ?? found.find(({ name }) => name === value);
    if (match?.id !== chosen?.id) onChoose(match && { id: match.id, name: shown(match) });
  };
  useEffect(() => {
    if (!chosen) choose(text); // what was typed before it was found
  }, [answer.data]);
  useEffect(() => field.current?.setCustomValidity(chosen || (!required && !text) ? "" : "Choose one of the list."), [chosen, text]);
  return (
    <label>
      <span>{label}</span>
      <input
        ref={field}
        list={list}
        value={text}
        required={required}
        autocomplete="off"
        onInput={({ currentTarget }) => {
          setText(currentTarget.value);
          choose(currentTarget.value);
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
