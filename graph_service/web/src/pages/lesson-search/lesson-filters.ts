/** The filters of the lesson search: read from the address, and turned into the filter that the service takes. */
import { BY_OTHERS } from "../../api/by-others";
import type { Directory } from "../../api/directory";
import { topicSubtree } from "../../api/subtree";
import type { LessonWhere, Phase } from "../../generated/graphql";
import { PHASE_LABELS } from "../../text/enum-labels";
import { UNPUBLISHED } from "../../text/lesson-status";
import type { View } from "../../url/view-params";

export interface Facet {
  /** The parameter of the address. */
  param: string;
  label: string;
  choices: Record<string, string>;
  /** What is listed while nothing is chosen; "any" by default. */
  usual?: string;
}

export const STATUSES: Record<string, { label: string; where: LessonWhere }> = {
  unpublished: { label: "not published yet", where: { status: { in: UNPUBLISHED } } },
  retired: { label: "retired", where: { status: { eq: "RETIRED" } } },
};

export const CONTENT: Record<string, { label: string; where: LessonWhere }> = {
  well: { label: "what went well", where: { wentWell: { isNull: false } } },
  wrong: { label: "what went wrong", where: { wentWrong: { isNull: false } } },
};

export const EVIDENCE: Record<string, { label: string; where: LessonWhere }> = {
  helped: { label: "helped somebody else", where: { reuses: { some: { ...BY_OTHERS, outcome: { eq: "HELPED" } } } } },
  reused: { label: "reused by others", where: { reuses: { some: BY_OTHERS } } },
  never: { label: "not reused by others", where: { reuses: { none: BY_OTHERS } } },
};

/** The filter by department is not among them: its choices are read from the service. */
export const FACETS: readonly Facet[] = [
  { param: "phase", label: "Phase", choices: PHASE_LABELS },
  { param: "tells", label: "Contains", choices: labelsOf(CONTENT) },
  { param: "proven", label: "Evidence", choices: labelsOf(EVIDENCE) },
  { param: "status", label: "Status", choices: labelsOf(STATUSES), usual: "published" },
];

function labelsOf(choices: Record<string, { label: string }>): Record<string, string> {
  return Object.fromEntries(Object.entries(choices).map(([value, { label }]) => [value, label]));
}

/** The filter for lessons published in the window, as Overview and Insights count them. It applies only on request: the best match for some words may be old. */
export function lessonWhere(directory: Directory | undefined, view: View, params: URLSearchParams, inWindow: boolean): LessonWhere {
  const department = params.get("in");
  const phase = params.get("phase") ?? "";
  const window = publicationWindow(view, params);
  return {
    ...(STATUSES[params.get("status") ?? ""]?.where ?? { status: { eq: "PUBLISHED" } }),
    ...(view.topic ? { topics: { some: { id: { in: directory ? topicSubtree(directory, view.topic) : [view.topic] } } } } : {}),
    ...(inWindow && window ? { publishedOn: { gte: window.from, lt: window.to } } : {}),
    ...(department ? { departments: { some: { id: { eq: department } } } } : {}),
    ...(phase in PHASE_LABELS ? { phase: { eq: phase as Phase } } : {}),
    ...CONTENT[params.get("tells") ?? ""]?.where,
    ...EVIDENCE[params.get("proven") ?? ""]?.where,
  };
}

/** The window of publication; lessons that are not published yet have no day to filter by. */
function publicationWindow(view: View, params: URLSearchParams): View["window"] {
  return params.get("status") === "unpublished" ? undefined : view.window;
}

/** Each active filter with the parameter that holds it and a label for it. */
export function activeFilters(view: View, params: URLSearchParams, facets: readonly Facet[]): { param: string; label: string }[] {
  const text = params.get("q");
  return [
    ...facets.map(({ param, label, choices }) => {
      const value = params.get(param) ?? "";
      return { param, label: `“${label}: ${choices[value] ?? value}”` };
    }),
    ...(view.topic ? [{ param: "topic", label: "the topic" }] : []),
    ...(text ? [{ param: "q", label: `the words “${text}”` }] : []),
    ...(!text && publicationWindow(view, params) ? [{ param: "span", label: "the period" }] : []),
  ];
}

/** The filter of the list without one of its parameters. */
export function whereWithout(directory: Directory | undefined, param: string, view: View, params: URLSearchParams): LessonWhere {
  const remaining = new URLSearchParams(params);
  remaining.delete(param);
  const text = remaining.get("q");
  const remainingView = { ...view, topic: param === "topic" ? undefined : view.topic };
  const where = lessonWhere(directory, remainingView, remaining, !text && param !== "span");
  return text ? { search: text, AND: [where] } : where;
}
