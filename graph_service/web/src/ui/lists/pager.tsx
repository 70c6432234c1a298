/** Which entries of a list are shown, and buttons to the previous and the next page. */
import { useSearch } from "wouter-preact";
import { formatNumber } from "../../text/format";
import { nextPage, previousPage, shownRange, useTurnPage } from "../../url/paging";

export interface PageInfo {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor?: string | null;
  endCursor?: string | null;
}

interface Props {
  pageInfo: PageInfo;
  /** How many entries this page shows, and how many the list has. */
  shown: number;
  total: number;
}

export function Pager({ pageInfo: { hasNextPage, hasPreviousPage, startCursor, endCursor }, shown, total }: Props) {
  const turnPage = useTurnPage();
  const search = useSearch();
  const params = new URLSearchParams(search);
  const hasPrevious = (hasPreviousPage || params.has("after")) && startCursor;
  const hasNext = (hasNextPage || params.has("before")) && endCursor;
  if (!hasPrevious && !hasNext) return null;
  const range = shownRange(search, hasPreviousPage, shown);
  return (
    <nav class="pager" aria-label="Pages of the list">
      <span class="faint">
        {range ? `${formatNumber(range.start)} to ${formatNumber(range.end)} of ${formatNumber(total)}` : `${formatNumber(total)} in all`}
      </span>
      {hasPrevious && (
        <button type="button" onClick={() => turnPage(previousPage(startCursor, range))}>
          Previous
        </button>
      )}
      {hasNext && (
        <button type="button" onClick={() => turnPage(nextPage(endCursor, range))}>
          Next
        </button>
      )}
    </nav>
  );
}
