/** The suggestions of a combobox: read from the service for the text typed so far, and matched against it. */
import { useEffect, useState } from "preact/hooks";
import { useQuery } from "../../api/graphql-client";
import type { TypedDocumentString } from "../../generated/graphql";

export interface Choice {
  id: string;
  name: string;
  /** The first and the last day of a project. */
  startedOn?: string | null | undefined;
  endedOn?: string | null | undefined;
  /** The day of a lesson. */
  learnedOn?: string | undefined;
}

/** `detail` distinguishes options of the same name. */
export type Option = Choice & { detail?: string | null | undefined };

export interface OptionSource<R> {
  document: TypedDocumentString<R, { text: string }>;
  options: (data: R) => Option[];
}

export interface OptionsState {
  options: Option[];
  /** Whether the options belong to the text as it is now. */
  settled: boolean;
  /** A new object with every response. */
  data: unknown;
}

const DETAIL = / \([^()]*\)$/;
const TYPING_PAUSE = 150; // milliseconds

/** "Anna Weiss (Finance)". */
export function optionLabel({ name, detail }: Option): string {
  return detail ? `${name} (${detail})` : name;
}

/** What a form keeps of an option. */
export function toChoice({ detail, ...option }: Option): Choice {
  return { ...option, name: optionLabel({ ...option, detail }) };
}

/**
 * The option that a text means. While the reader types, only a complete name matches; afterwards also letters that occur in a single option.
 */
export function matchOption(text: string, options: readonly Option[], isFinal: boolean): Option | undefined {
  const exact = options.find((option) => optionLabel(option) === text) ?? options.find(({ name }) => name === text);
  if (exact || !isFinal || !text.trim()) return exact;
  const letters = text.trim().toLowerCase();
  const sameName = options.filter(({ name }) => name.toLowerCase() === letters);
  const candidates = sameName.length ? sameName : options.filter((option) => optionLabel(option).toLowerCase().includes(letters));
  return candidates.length === 1 ? candidates[0] : undefined;
}

/** Reads the options for a text once the reader pauses typing. */
export function useOptions<R>({ document, options }: OptionSource<R>, text: string): OptionsState {
  const [searched, setSearched] = useState("");
  const letters = text.replace(DETAIL, "").trim();
  useEffect(() => {
    const timer = setTimeout(() => setSearched(letters), TYPING_PAUSE);
    return () => clearTimeout(timer);
  }, [letters]);
  const query = useQuery(document, { text: searched });
  return { options: query.data ? options(query.data) : [], settled: searched === letters && !query.loading, data: query.data };
}

export function OptionList({ id, options }: { id: string; options: readonly Option[] }) {
  return (
    <datalist id={id}>
      {options.map((option) => (
        <option key={option.id} value={optionLabel(option)} />
      ))}
    </datalist>
  );
}
