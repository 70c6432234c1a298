/** Which reuses the evidence page lists: read from its address, and turned into the filter that the service takes. */
import { BY_OTHERS } from "../api/by-others";
import type { Directory } from "../api/directory";
import { departmentSubtree, topicSubtree } from "../api/subtree";
import type { LessonWhere, ReuseWhere } from "../generated/graphql";
import type { View } from "./view-params";

export interface EvidenceFilter {
  /** The department in which the lessons were learned. */
  learnedIn?: string | undefined;
  /** The department in which they were reused. */
  reusedIn?: string | undefined;
  /** Whether both departments include all departments below them. */
  includeBelow?: boolean;
  kind?: EvidenceKind | undefined;
}

/** Each completes the title "12 reuses ...". */
export const EVIDENCE_KINDS = {
  across: "across departments",
  others: "of lessons learned by somebody else",
  home: "of the department’s own lessons, learned by somebody else",
  hours: "of lessons learned by somebody else, with hours saved",
  confirmed: "of lessons learned by somebody else, with hours saved, confirmed by another person",
  cost: "of lessons learned by somebody else, with costs avoided",
  confirmedCost: "of lessons learned by somebody else, with costs avoided, confirmed by another person",
} as const;
export type EvidenceKind = keyof typeof EVIDENCE_KINDS;

const KIND_WHERE: Record<EvidenceKind, ReuseWhere> = {
  across: { scope: { eq: "CROSS" } },
  others: { scope: { in: ["INTERNAL", "CROSS"] } },
  home: { scope: { eq: "INTERNAL" } },
  hours: { ...BY_OTHERS, hoursSaved: { isNull: false } },
  confirmed: { ...BY_OTHERS, hoursSaved: { isNull: false }, confirmedBy: { id: { isNull: false } } },
  cost: { ...BY_OTHERS, currency: { isNull: false } },
  confirmedCost: { ...BY_OTHERS, currency: { isNull: false }, confirmedBy: { id: { isNull: false } } },
};

export function readEvidenceFilter(search: string): EvidenceFilter {
  const params = new URLSearchParams(search);
  const kind = params.get("kind") ?? "";
  return {
    learnedIn: params.get("learned") ?? undefined,
    reusedIn: params.get("made") ?? undefined,
    includeBelow: params.has("below"),
    kind: kind in EVIDENCE_KINDS ? (kind as EvidenceKind) : undefined,
  };
}

export function evidenceWhere(directory: Directory, view: View, { learnedIn, reusedIn, includeBelow, kind }: EvidenceFilter): ReuseWhere {
  const departmentWhere = (id: string) => ({ id: { in: includeBelow ? departmentSubtree(directory, id) : [id] } });
  const lesson: LessonWhere = {
    ...(learnedIn ? { departments: { some: departmentWhere(learnedIn) } } : {}),
    ...(view.topic ? { topics: { some: { id: { in: topicSubtree(directory, view.topic) } } } } : {}),
  };
  return {
    ...(view.window ? { reusedOn: { gte: view.window.from, lt: view.window.to } } : {}),
    ...(Object.keys(lesson).length ? { lesson } : {}),
    ...(reusedIn ? { department: departmentWhere(reusedIn) } : {}),
    ...(kind ? KIND_WHERE[kind] : {}),
  };
}
