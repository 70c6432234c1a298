/** One question to the service and what becomes of it: loading, an answer, or a failure that can be tried again. */
import { useEffect, useState } from "preact/hooks";
import type { TypedDocumentString } from "../generated/graphql";
import { remember, reminder } from "./bookmarks";
import { refused, signature } from "./token";

export interface Fault {
  message: string;
  path?: (string | number)[];
  extensions?: { code?: string; field?: string; requestId?: string };
}

/** What the service refused, or that it could not be reached. `faults` is empty for the latter. */
export class Failed extends Error {
  constructor(
    message: string,
    readonly faults: Fault[] = [],
  ) {
    super(message);
  }
}

/** Whatever was thrown, as what can be shown. */
export function failedBy(error: unknown): Failed {
  return error instanceof Failed ? error : new Failed(String(error));
}

/** The data of an answer. Failed when there is none, or only a part of it. */
export async function ask<R, V>(document: TypedDocumentString<R, V>, variables: V, signal?: AbortSignal): Promise<R> {
  let response: Response;
  try {
    response = await fetch("/graphql", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json", ...signature(), ...reminder() },
      body: JSON.stringify({ query: document.toString(), variables }),
      signal: signal ?? null,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Failed("The service does not answer. Is it running?");
  }
  remember(response);
  const answer = (await response.json().catch(() => ({}))) as { data?: R | null; errors?: Fault[] };
  const first = answer.errors?.[0];
  if (response.status === 401) refused(first?.message ?? "");
  if (first) throw new Failed(first.message, answer.errors);
  if (!answer.data) throw new Failed(`The service answered with status ${response.status} and no data.`);
  return answer.data;
}

export interface Answer<R> {
  data: R | undefined;
  error: Failed | undefined;
  loading: boolean;
  retry: () => void;
}

/** Asks when it is shown and whenever the variables change. What was there stays while the next answer is on its way. */
export function useAnswer<R, V>(document: TypedDocumentString<R, V>, variables: V | undefined): Answer<R> {
  const [state, setState] = useState<{ data?: R; error?: Failed; loading: boolean }>({ loading: true });
  const [round, setRound] = useState(0);
  const key = variables === undefined ? undefined : JSON.stringify(variables);
  useEffect(() => {
    if (key === undefined) return setState({ loading: false });
    const gone = new AbortController();
    setState(({ data }) => ({ ...(data === undefined ? {} : { data }), loading: true }));
    ask(document, JSON.parse(key) as V, gone.signal).then(
      (data) => setState({ data, loading: false }),
      (error: unknown) => {
        if (!gone.signal.aborted) setState({ error: failedBy(error), loading: false });
      },
    );
    return () => gone.abort();
  }, [document, key, round]);
  return { data: state.data, error: state.error, loading: state.loading, retry: () => setRound((before) => before + 1) };
}
