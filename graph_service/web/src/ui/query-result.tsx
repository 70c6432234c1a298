/** Shows a query: a skeleton while it loads for the first time, its data, or its error with a button to try again. */
import type { ComponentChildren } from "preact";
import type { QueryState, RequestError } from "../api/graphql-client";
import { formatDay } from "../text/format";
import { rephraseError } from "./forms/rephrase";

interface Props<R> {
  query: QueryState<R>;
  /** Whether the data has nothing to show. Not used while the service updates its figures. */
  isEmpty?: (data: R) => boolean;
  /** Shown when the service has no node with the id that the query names. */
  notFound?: ComponentChildren;
  children: (data: R) => ComponentChildren;
}

/** Data that was shown stays when the query fails. A lost connection is reported by the banner above the page. */
export function QueryResult<R>({ query, isEmpty, notFound, children }: Props<R>) {
  const { data, error, loading, outdated, retry } = query;
  if (notFound && error?.errors.some(({ extensions }) => extensions?.code === "NOT_FOUND")) return <>{notFound}</>;
  const failure = error && !error.waitingReason ? <QueryFailure error={error} retry={retry} /> : null;
  if (data === undefined) return failure ?? <Skeleton />;
  if (outdated && isEmpty?.(data)) return <Skeleton text="The service is updating its figures …" />;
  return (
    <div aria-busy={loading}>
      {failure}
      {children(data)}
    </div>
  );
}

/** The arguments of queries, as the filters are called. */
const LABELS = { topic: "Topic", window: "Period", level: "Group by" };

function QueryFailure({ error, retry }: { error: RequestError; retry: () => void }) {
  return (
    <div class="error" role="alert">
      <p>
        <strong>This could not be shown.</strong> {rephraseError(error.message, LABELS, {}, formatDay)}
      </p>
      <button type="button" onClick={retry}>
        Try again
      </button>
    </div>
  );
}

/** Takes the room of the content that is loading, so that the page does not jump when it arrives. */
export function Skeleton({ text }: { text?: string }) {
  return (
    <div class="loading">
      <p role="status" class={text ? undefined : "late"}>
        {text ?? "Loading …"}
      </p>
      <div class="skeleton-line title" />
      <div class="skeleton-line" />
      <div class="skeleton-line" />
      <div class="skeleton-line picture" />
    </div>
  );
}
