/** Fields in which a few letters find somebody or something: the browser's own list of suggestions, so keyboard and phone work as they do. */
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { useAnswer } from "../api/graphql-client";
import {
  ChooseLessonsDocument,
  ChoosePeopleDocument,
  ChooseProjectsDocument,
  ChooseTopicsDocument,
  type TypedDocumentString,
} from "../generated/graphql";
import type { Refusal } from "./form";
import { Refused } from "./form-field";

export interface Chosen {
  id: string;
  name: string;
}

const BESIDE = / \([^()]*\)$/; // what is shown behind a name

/** What is offered, each with what tells it from others of the same name. */
type Offered = Chosen & { beside?: string | null | undefined };

interface Source<R> {
  document: TypedDocumentString<R, { text: string }>;
  options: (data: R) => Offered[];
}

interface Named {
  label: string;
  /** What the service calls the field. */
  name?: string;
  refused?: Refusal | undefined;
}

interface One extends Named {
  chosen: Chosen | undefined;
  onChoose: (chosen: Chosen | undefined) => void;
  required?: boolean;
}

interface Several extends Named {
  chosen: readonly Chosen[];
  onChoose: (chosen: Chosen[]) => void;
}

function source<R>(document: TypedDocumentString<R, { text: string }>, options: (data: R) => Offered[]): Source<R> {
  return { document, options };
}

const PEOPLE = source(ChoosePeopleDocument, ({ people }) =>
  people.nodes.map(({ id, name, department }) => ({ id, name, beside: department?.name })),
);
const PROJECTS = source(ChooseProjectsDocument, ({ projects }) =>
  projects.nodes.map(({ id, name, owner }) => ({ id, name, beside: owner?.name })),
);
const TOPICS = source(ChooseTopicsDocument, ({ topics }) => topics.nodes);
const LESSONS = source(ChooseLessonsDocument, ({ lessons }) => lessons.nodes.map(({ id, title }) => ({ id, name: title })));

/** Somebody who is there, by name. */
export function PersonChoice(field: One) {
  return <OneOf {...field} {...PEOPLE} />;
}

/** A project, by name. */
export function ProjectChoice(field: One) {
  return <OneOf {...field} {...PROJECTS} />;
}

export function PeopleChoice(field: Several) {
  return <SeveralOf {...field} {...PEOPLE} />;
}

export function TopicsChoice(field: Several) {
  return <SeveralOf {...field} {...TOPICS} />;
}

/** Published lessons, by their titles. */
export function LessonsChoice(field: Several) {
  return <SeveralOf {...field} {...LESSONS} />;
}

/** The name of what is offered, and in brackets what tells it from others. */
export function shown({ name, beside }: Offered): string {
  return beside ? `${name} (${beside})` : name;
}

/** What a text means among what is offered: the one it names, or, where typing is over, the only one that has its letters. */
export function meant(text: string, offered: readonly Offered[], over: boolean): Offered | undefined {
  const named = offered.find((one) => shown(one) === text) ?? offered.find(({ name }) => name === text);
  if (named || !over || !text.trim()) return named;
  const letters = text.trim().toLowerCase();
  const whole = offered.filter(({ name }) => name.toLowerCase() === letters);
  const alike = whole.length ? whole : offered.filter((one) => shown(one).toLowerCase().includes(letters));
  return alike.length === 1 ? alike[0] : undefined;
}

/** What is offered for a text, once typing rests. It is settled when it belongs to the text as it stands; `data` changes with every answer. */
function useOffered<R>({ document, options }: Source<R>, text: string): { offered: Offered[]; settled: boolean; data: unknown } {
  const [asked, setAsked] = useState("");
  const letters = text.replace(BESIDE, "").trim();
  useEffect(() => {
    const wait = setTimeout(() => setAsked(letters), 150);
    return () => clearTimeout(wait);
  }, [letters]);
  const answer = useAnswer(document, { text: asked });
  return { offered: answer.data ? options(answer.data) : [], settled: asked === letters && !answer.loading, data: answer.data };
}

function OneOf<R>({ label, name, refused, chosen, onChoose, required = false, ...from }: One & Source<R>) {
  const list = useId(),
    field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(chosen?.name ?? "");
  const { offered, settled, data } = useOffered(from, text);
  const over = useRef(false); // whether typing is
  const choose = (value: string) => {
    const one = meant(value, offered, over.current && settled);
    if (one?.id !== chosen?.id) onChoose(one && { id: one.id, name: shown(one) });
    if (one && over.current) setText(shown(one));
  };
  useEffect(() => {
    if (!chosen) choose(text); // what was typed before it was found
  }, [data]);
  const select = () => chosen && field.current?.select(); // what is typed takes the place of who stands there
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
        onFocus={select}
        onClick={select}
        onInput={({ currentTarget: { value } }) => {
          over.current = false;
          setText(value);
          choose(value);
        }}
        onBlur={() => {
          over.current = true;
          if (!chosen) choose(text);
        }}
      />
      <Options id={list} offered={offered} />
      <Refused field={name ?? ""} refused={refused} />
    </label>
  );
}

function SeveralOf<R>({ label, name, refused, chosen, onChoose, ...from }: Several & Source<R>) {
  const list = useId(),
    field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const { settled, data, ...found } = useOffered(from, text);
  const offered = found.offered.filter(({ id }) => chosen.every((one) => one.id !== id));
  const over = useRef(false); // whether typing is
  const take = (value: string) => {
    over.current = true;
    const one = meant(value, offered, settled);
    if (!one) return;
    onChoose([...chosen, { id: one.id, name: shown(one) }]);
    setText("");
  };
  useEffect(() => {
    if (over.current) take(text); // what was typed before it was found
  }, [data]);
  useEffect(() => field.current?.setCustomValidity(text ? "Choose one of the list, or leave it empty." : ""), [text]);
  return (
    <div class="several">
      <label>
        <span>{label}</span>
        <input
          ref={field}
          list={list}
          value={text}
          autocomplete="off"
          onInput={(event) => {
            over.current = false;
            setText(event.currentTarget.value);
            if (picked(event)) take(event.currentTarget.value);
          }}
          onBlur={() => take(text)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || !text) return;
            event.preventDefault(); // takes what is named, and doesn't send the form
            take(text);
          }}
        />
        <Options id={list} offered={offered} />
        <Refused field={name ?? ""} refused={refused} />
      </label>
      {chosen.length > 0 && (
        <ul class="taken">
          {chosen.map((one) => (
            <li key={one.id}>
              {one.name}{" "}
              <button
                type="button"
                class="quiet"
                aria-label={`Remove ${one.name}`}
                onClick={() => onChoose(chosen.filter(({ id }) => id !== one.id))}
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

/** Whether a text was taken from the list of suggestions rather than typed. */
function picked(event: Event): boolean {
  return !(event instanceof InputEvent) || event.inputType === "insertReplacementText";
}

function Options({ id, offered }: { id: string; offered: readonly Offered[] }) {
  return (
    <datalist id={id}>
      {offered.map((one) => (
        <option key={one.id} value={shown(one)} />
      ))}
    </datalist>
  );
}
