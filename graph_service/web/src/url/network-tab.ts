/** The addresses of the tabs of the network page. */
import { linkWithView } from "./view-params";

export const NETWORK_TABS = {
  silos: "Silos",
  flow: "Flow",
  time: "Over time",
  brokers: "Brokers",
  introductions: "Introductions",
  communities: "Communities",
} as const;
export type NetworkTab = keyof typeof NETWORK_TABS;

/** Narrows the tabs Flow and Introductions to one department. */
export function ofDepartment(id: string): string {
  return `&of=${encodeURIComponent(id)}`;
}

/** A tab in the same view; `more` are further parameters, such as "&leaves=...". */
export function networkTabPath(search: string, tab: NetworkTab, more = ""): string {
  const path = linkWithView("/network", search);
  return `${path}${path.includes("?") ? "&" : "?"}tab=${tab}${more}`;
}
