/** The page of a list in the address: the cursor after which it starts, or before which it ends. */
import { useLocation, useSearch } from "wouter-preact";
import { changeParams, FIRST_PAGE, type ParamChanges } from "./view-params";

/** The arguments of a list. `last` replaces `first`. */
export interface PageArguments {
  first: number;
  last: number | null;
  after: string | null;
  before: string | null;
}

export function readPage(search: string, size: number): PageArguments {
  const params = new URLSearchParams(search);
  const before = params.get("before");
  return { first: size, last: before ? size : null, after: before ? null : params.get("after"), before };
}

/** The page that the address names. */
export function usePage(size: number): PageArguments {
  return readPage(useSearch(), size);
}

/** Numbers of the first and last entry of a page, counted from 1. */
export interface Range {
  start: number;
  end: number;
}

/** Which entries of the list a page shows; undefined if the address does not tell. */
export function shownRange(search: string, hasPreviousPage: boolean, shown: number): Range | undefined {
  const params = new URLSearchParams(search);
  const position = Number.parseInt(params.get("at") ?? "", 10);
  const isKnown = position > 0;
  if (params.has("after") && isKnown) return { start: position, end: position + shown - 1 };
  if (!hasPreviousPage && !params.has("after")) return { start: 1, end: shown };
  return params.has("before") && position >= shown ? { start: position - shown + 1, end: position } : undefined;
}

/** The parameters of the next and of the previous page. */
export function nextPage(cursor: string, range: Range | undefined): ParamChanges {
  return { after: cursor, at: range && String(range.end + 1) };
}

export function previousPage(cursor: string, range: Range | undefined): ParamChanges {
  return { before: cursor, at: range && String(range.start - 1) };
}

/** Goes to another page of the list; this replaces the history entry. */
export function useTurnPage(): (changes: ParamChanges) => void {
  const [, navigate] = useLocation();
  return (changes) => {
    const search = changeParams(location.search, { ...FIRST_PAGE, ...changes });
    navigate(location.pathname + search, { replace: true, state: history.state });
    scrollTo(0, 0);
  };
}
