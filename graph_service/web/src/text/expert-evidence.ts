/** The evidence for an expert, in one line. */
import type { Strength } from "../generated/graphql";
import { reuseCountText } from "../ui/lists/lesson-list";
import { STRENGTH_LABELS } from "./enum-labels";
import { joinNames, plural } from "./format";

interface Evidence {
  strength: Strength;
  lessonCount: number;
  reuseCount?: number;
  projects: readonly { name: string }[];
}

/** "strong evidence: 3 lessons, reused 12 times", or "weak evidence: no lesson yet, worked on Depot North". */
export function expertEvidence({ strength, lessonCount, reuseCount, projects }: Evidence): string {
  const names = projects.map(({ name }) => name);
  const lessons = [plural(lessonCount, "lesson"), reuseCount === undefined ? "" : reuseCountText(reuseCount)];
  const found = lessonCount ? lessons : ["no lesson yet", names.length ? `worked on ${joinNames(names)}` : ""];
  return `${STRENGTH_LABELS[strength]}: ${found.filter(Boolean).join(", ")}`;
}
