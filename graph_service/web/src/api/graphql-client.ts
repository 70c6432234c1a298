/** Sends GraphQL requests to the service, and keeps the state of a query for a component: loading, data or error. */
import { useEffect, useState } from "preact/hooks";
import type { TypedDocumentString } from "../generated/graphql";
import { bookmarkHeader, saveBookmarks } from "./bookmarks";
import { awaitConnection, NO_CONNECTION, startRefresh } from "./connection";
import { useDataVersion } from "./data-version";
import { type AsOf, isOutdated, reportAsOf } from "./recency";
import { authorizationHeader, reportUnauthenticated } from "./token";

const RENEW_AFTER = 2_000; // milliseconds after which outdated figures are requested again

const NO_DATABASE = "The service has no connection to its database.";

const RETRY_PAUSES = [0, 3_000, 8_000]; // milliseconds before a query that timed out is sent again

interface GraphQLResponse<R> {
  data?: R | null;
  errors?: GraphQLError[];
  extensions?: { asOf?: AsOf };
}

export interface GraphQLError {
  message: string;
  path?: (string | number)[];
  extensions?: { code?: string; field?: string; requestId?: string };
}

/** A request that failed. `errors` are the errors of the response; empty when the service could not be reached. */
export class RequestError extends Error {
  constructor(
    message: string,
    readonly errors: GraphQLError[] = [],
    /** Whether the service could not be reached. */
    readonly isConnectionLost = false,
  ) {
    super(message);
  }

  /** Why a query is sent again until it is answered; undefined if waiting does not help. */
  get waitingReason(): string | undefined {
    if (this.isConnectionLost) return NO_CONNECTION;
    return this.errors.some(({ extensions }) => extensions?.code === "UNAVAILABLE") ? NO_DATABASE : undefined;
  }
}

export function toRequestError(error: unknown): RequestError {
  return error instanceof RequestError ? error : new RequestError(String(error));
}

/** Returns the data of the response. Throws RequestError when the response has errors, or no data. */
export async function request<R, V>(document: TypedDocumentString<R, V>, variables: V, signal?: AbortSignal): Promise<R> {
  let response: Response;
  try {
    response = await fetch("/graphql", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json", ...authorizationHeader(), ...bookmarkHeader() },
      body: JSON.stringify({ query: document.toString(), variables }),
      signal: signal ?? null,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new RequestError(NO_CONNECTION, [], true);
  }
  saveBookmarks(response);
  const { data, errors, extensions } = (await response.json().catch(() => ({}))) as GraphQLResponse<R>;
  const first = errors?.[0];
  if (response.status === 401) reportUnauthenticated(first?.message ?? "");
  if (first) throw new RequestError(first.message, errors);
  if (!data) throw new RequestError(`The service responded with status ${response.status} and no data.`);
  if (extensions?.asOf) reportAsOf(data, extensions.asOf);
  return data;
}

export interface QueryState<R> {
  /** Data of an earlier response stays until the next one arrives, also when a request fails. */
  data: R | undefined;
  error: RequestError | undefined;
  loading: boolean;
  /** Whether the service was still bringing the figures up to date when it responded. */
  outdated: boolean;
  retry: () => void;
}

/** Runs a query when the component is shown, whenever the variables change, and after a change of the data; with undefined variables it does nothing. */
export function useQuery<R, V>(document: TypedDocumentString<R, V>, variables: V | undefined): QueryState<R> {
  const key = variables === undefined ? undefined : JSON.stringify(variables);
  return useLoaded((signal) => requestWithRetry(document, JSON.parse(key ?? "") as V, signal), key);
}

/**
 * Sends a query that timed out again, a few times: after a start, the service still reads the graph, and Neo4j plans a query when it is first
 * sent, which takes seconds, and keeps the plan.
 */
async function requestWithRetry<R, V>(document: TypedDocumentString<R, V>, variables: V, signal: AbortSignal): Promise<R> {
  for (const pause of RETRY_PAUSES) {
    try {
      return await request(document, variables, signal);
    } catch (error) {
      const isTimeout = toRequestError(error).errors.some(({ extensions }) => extensions?.code === "TIMEOUT");
      if (!isTimeout || signal.aborted) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
      if (signal.aborted) throw error;
    }
  }
  return request(document, variables, signal);
}

/** Calls `load` when the component is shown, whenever the key changes, and after a change of the data; with an undefined key it does nothing. */
export function useLoaded<R>(load: (signal: AbortSignal) => Promise<R>, key: string | undefined): QueryState<R> {
  // `key` is what the data or the error belongs to: a new key is loading from the render that brings it.
  const [state, setState] = useState<{ data?: R; error?: RequestError; loading: boolean; key?: string }>({ loading: true });
  const [attempt, setAttempt] = useState(0);
  const version = useDataVersion();
  const retry = () => setAttempt((count) => count + 1);
  useEffect(() => {
    if (key === undefined) return setState({ loading: false });
    const controller = new AbortController();
    const endRefresh = state.data === undefined ? undefined : startRefresh();
    setState((previous) => ({ ...previous, loading: true }));
    load(controller.signal)
      .then(
        (data) => !controller.signal.aborted && setState({ data, key, loading: false }),
        (error: unknown) =>
          !controller.signal.aborted && setState(({ data }) => ({ ...keep(data), error: toRequestError(error), key, loading: false })),
      )
      .finally(() => endRefresh?.());
    return () => controller.abort();
  }, [key, attempt, version]);
  const reason = state.error?.waitingReason;
  useEffect(() => (reason ? awaitConnection(retry, reason) : undefined), [state.error]);
  useEffect(() => {
    if (!isOutdated(state.data)) return;
    const timer = setTimeout(retry, RENEW_AFTER);
    return () => clearTimeout(timer);
  }, [state.data]);
  const loading = state.loading || (key !== undefined && state.key !== key);
  return { data: state.data, error: state.error, loading, outdated: isOutdated(state.data), retry };
}

function keep<R>(data: R | undefined): { data?: R } {
  return data === undefined ? {} : { data };
}
