/** Links from a figure to the page that lists the reuses it counts. Apart from evidence-filter.ts, because the first page needs no more. */
import type { EvidenceFilter } from "./evidence-filter";
import { linkWithView } from "./view-params";

/** The address of the reuses behind a figure, in the same view as the figure. */
export function evidenceLink(search: string, { learnedIn, reusedIn, includeBelow, kind }: EvidenceFilter): string {
  const path = linkWithView("/reuses", search);
  const params = Object.entries({ learned: learnedIn, made: reusedIn, kind, below: includeBelow ? "1" : undefined });
  const query = new URLSearchParams(params.filter((param): param is [string, string] => !!param[1]));
  return query.size ? `${path}${path.includes("?") ? "&" : "?"}${query}` : path;
}
