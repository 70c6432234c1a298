/** Shows a query: a skeleton while it loads for the first time, its data, or its error with a button to try again. */
import type { ComponentChildren } from "preact";
import type { QueryState } from "../api/graphql-client";

interface Props<R> {
  query: QueryState<R>;
  children: (data: R) => ComponentChildren;
}

export function QueryResult<R>({ query, children }: Props<R>) {
  if (query.error) {
    return (
      <div class="error" role="alert">
        <p>
          <strong>This could not be shown.</strong> {query.error.message}
        </p>
        <button type="button" onClick={query.retry}>
          Try again
        </button>
      </div>
    );
  }
  if (query.data === undefined) return <Skeleton />;
  return (
    <div class={query.loading ? "stale" : undefined} aria-busy={query.loading}>
      {children(query.data)}
    </div>
  );
}

/** Takes the room of the content that is loading, so that the page does not jump when it arrives. */
export function Skeleton() {
  return (
    <div class="loading" role="status">
      <span class="visually-hidden">Loading …</span>
      <div class="skeleton-line title" />
      <div class="skeleton-line" />
      <div class="skeleton-line" />
      <div class="skeleton-line picture" />
    </div>
  );
}
