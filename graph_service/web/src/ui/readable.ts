/** Messages of the service with names in place of ids: what no form knows is read from the service. */
import { useEffect, useState } from "preact/hooks";
import { request } from "../api/graphql-client";
import { NamesOfIdsDocument } from "../generated/graphql";
import { formatDate } from "../text/format";
import { idsIn, rephraseError, replaceIds } from "./forms/rephrase";

type Names = Readonly<Record<string, string>>;

const MAX_IDS = 20; // in one message

/** The names of nodes by their ids. Empty when they cannot be read: the message is then shown as it is. */
async function findNames(ids: readonly string[]): Promise<Names> {
  if (!ids.length) return {};
  try {
    const { departments, people, projects, topics, lessons, reuses } = await request(NamesOfIdsDocument, { ids: ids.slice(0, MAX_IDS) });
    return Object.fromEntries([
      ...[departments, people, projects, topics].flatMap(({ nodes }) => nodes.map(({ id, name }) => [id, name])),
      ...lessons.nodes.map(({ id, title }) => [id, title]),
      ...reuses.nodes.map(({ id, person, project }) => [id, `by ${person?.name ?? "somebody"} on ${project.name}`]),
    ]);
  } catch {
    return {};
  }
}

/** An error in the reader's terms. `labels`: field names with the labels of the form. `names`: ids with names that the form knows. */
export async function readableError(message: string, labels: Names = {}, names: Names = {}): Promise<string> {
  const found = await findNames(idsIn(message).filter((id) => names[id] === undefined));
  return rephraseError(message, labels, { ...found, ...names }, formatDate);
}

/** A text that may contain ids, such as a warning, with their names. */
export async function withNames(text: string): Promise<string> {
  return replaceIds(text, await findNames(idsIn(text)));
}

/** The texts with names in place of ids as soon as these are known. */
export function useTextsWithNames(texts: readonly string[]): readonly string[] {
  const key = JSON.stringify(texts);
  const [named, setNamed] = useState<{ key: string; texts: readonly string[] }>();
  useEffect(() => {
    let isCurrent = true;
    void Promise.all(texts.map(withNames)).then((found) => isCurrent && setNamed({ key, texts: found }));
    return () => {
      isCurrent = false;
    };
  }, [key]);
  return named?.key === key ? named.texts : texts;
}
