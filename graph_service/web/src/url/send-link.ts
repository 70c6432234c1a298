/** The address of the page to send, with the findings that it shows, and the findings that another page is about. */
import { NETWORK_TABS, type NetworkTab } from "./network-tab";
import { changeParams, linkWithView, type View } from "./view-params";

/** The kinds of findings, in the order in which the report and the page to send choose them. */
export const FINDING_IDS = ["silo", "problems", "dependence", "unused", "recording", "introductions"] as const;
export type FindingId = (typeof FINDING_IDS)[number];

/** Findings that fit on one page. */
export const MAX_FINDINGS = 3;
const SEPARATOR = "."; // needs no encoding in an address
/** The parameter's value when the reader has chosen no finding. */
const NONE = "none";

const TAB_FINDINGS: Record<NetworkTab, FindingId> = {
  silos: "silo",
  flow: "silo",
  time: "recording",
  brokers: "dependence",
  introductions: "introductions",
  communities: "silo",
};

/** The page to send in the same view; without findings, it chooses them itself. */
export function sendPath(search: string, findings: readonly FindingId[] = []): string {
  const path = linkWithView("/send", search);
  return findings.length ? `${path}${path.includes("?") ? "&" : "?"}finding=${findings.join(SEPARATOR)}` : path;
}

/** The page to send about the findings of the page at this address; undefined for pages that are about none. */
export function sendPathFrom(pathname: string, search: string): string | undefined {
  if (pathname === "/") return sendPath(search);
  if (pathname === "/insights") return sendPath(search, ["problems", "unused"]);
  if (pathname !== "/network") return undefined;
  const tab = new URLSearchParams(search).get("tab") ?? "";
  return sendPath(search, [TAB_FINDINGS[tab in NETWORK_TABS ? (tab as NetworkTab) : "silos"]]);
}

/** The findings that the address names; undefined when it names none. Unknown ones and those beyond MAX_FINDINGS are left out. */
export function readFindings(search: string): readonly FindingId[] | undefined {
  const param = new URLSearchParams(search).get("finding");
  if (!param) return undefined;
  return FINDING_IDS.filter((id) => param.split(SEPARATOR).includes(id)).slice(0, MAX_FINDINGS);
}

export function findingsParam(findings: readonly FindingId[]): string {
  return findings.join(SEPARATOR) || NONE;
}

/** The query string of a view whose days stay the same. "All time" goes on. */
export function lastingSearch(search: string, { window }: View): string {
  return changeParams(linkWithView("", search), window ? { span: undefined, from: window.from, to: window.to } : {});
}

/** A link that shows the same page later. */
export function lastingLink(search: string, view: View, findings: readonly FindingId[]): string {
  return `/send${changeParams(lastingSearch(search, view), { finding: findingsParam(findings) })}`;
}
