/** The pages that findings are about. */
import { networkTabPath } from "./network-tab";
import type { FindingId } from "./send-link";
import { linkWithView } from "./view-params";

const PATHS: Readonly<Record<FindingId, (search: string) => string>> = {
  recording: (search) => linkWithView("/projects", search),
  silo: (search) => networkTabPath(search, "silos"),
  dependence: (search) => networkTabPath(search, "brokers"),
  problems: (search) => `${linkWithView("/insights", search)}#repeated`,
  introductions: (search) => networkTabPath(search, "introductions"),
  unused: (search) => linkWithView("/insights", search),
};

/** Where each kind of finding stands, in the same view. */
export function findingPath(id: FindingId, search: string): string {
  return PATHS[id](search);
}
