/** The page of a list in the address: the cursor after which it starts, or before which it ends. */
import { useLocation, useSearch } from "wouter-preact";
import { changeParams, type ParamChanges } from "./view-params";

/** The arguments of a list. `last` replaces `first`. */
export interface PageArguments {
  first: number;
  last: number | null;
  after: string | null;
  before: string | null;
}

export const FIRST_PAGE: ParamChanges = { after: undefined, before: undefined };

export function readPage(search: string, size: number): PageArguments {
  const params = new URLSearchParams(search);
  const before = params.get("before");
  return { first: size, last: before ? size : null, after: before ? null : params.get("after"), before };
}

/** The page that the address names. */
export function usePage(size: number): PageArguments {
  return readPage(useSearch(), size);
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
