/** Why a lesson is suggested to a project, in one line. */
import type { SuggestionFragment } from "../generated/graphql";
import { formatTimes, joinNames } from "./format";
import { ratedText } from "./lesson-sentences";

type Reasons = SuggestionFragment["reasons"];

const MUCH_TEXT = 0.25; // the share of the rank from which similar wording is named
const NAMED = 2; // projects, and topics

/** "Energy and Lighting · similar wording; through Depot North and the topic Charging; helped the one time it was rated". */
export function suggestionReason(departments: readonly string[], reasons: Reasons): string {
  const why = [wording(reasons), connections(reasons), proof(reasons)].filter(Boolean).join("; ");
  return [joinNames(departments, 2), why].filter(Boolean).join(" · ");
}

function wording({ textShare }: Reasons): string {
  return textShare >= MUCH_TEXT ? "similar wording" : "";
}

/** The projects and topics that connect the lesson with the project. */
function connections({ viaProjects, viaTopics }: Reasons): string {
  const projects = viaProjects.slice(0, NAMED).flatMap(({ project }) => project?.name ?? []);
  const topics = viaTopics.slice(0, NAMED).flatMap(({ topic }) => topic?.name ?? []);
  const about = topics.length ? `the ${topics.length === 1 ? "topic" : "topics"} ${joinNames(topics)}` : "";
  const through = [joinNames(projects), about].filter(Boolean).join(" and ");
  return through && `through ${through}`;
}

function proof({ proof: rated, reuses }: Reasons): string {
  if (!rated?.judged) return reuses ? `reused ${formatTimes(reuses)}, not rated yet` : "";
  return ratedText(rated.helped, rated.judged);
}
