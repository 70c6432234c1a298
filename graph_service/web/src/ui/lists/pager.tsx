/** Buttons to the previous and the next page of a list. */
import { useSearch } from "wouter-preact";
import { useTurnPage } from "../../url/paging";

export interface PageInfo {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor?: string | null;
  endCursor?: string | null;
}

export function Pager({ pageInfo: { hasNextPage, hasPreviousPage, startCursor, endCursor } }: { pageInfo: PageInfo }) {
  const turnPage = useTurnPage();
  const params = new URLSearchParams(useSearch());
  const hasPrevious = (hasPreviousPage || params.has("after")) && startCursor;
  const hasNext = (hasNextPage || params.has("before")) && endCursor;
  if (!hasPrevious && !hasNext) return null;
  return (
    <nav class="pager" aria-label="Pages of the list">
      {hasPrevious && (
        <button type="button" onClick={() => turnPage({ before: startCursor })}>
          Previous
        </button>
      )}
      {hasNext && (
        <button type="button" onClick={() => turnPage({ after: endCursor })}>
          Next
        </button>
      )}
    </nav>
  );
}
