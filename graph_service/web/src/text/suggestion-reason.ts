/** Why a lesson is suggested to a project, in one line. */
import type { SuggestionFragment } from "../generated/graphql";
import { formatTimes, joinNames } from "./format";

type Reasons = SuggestionFragment["reasons"];

/** "Energy and Lighting · same topics: Charging, Start-up; helped the one time it was rated". */
export function suggestionReason(departments: readonly string[], reasons: Reasons): string {
  const why = [shared(reasons), proof(reasons), alsoOn(reasons)].filter(Boolean).join("; ");
  return [joinNames(departments, 2), why].filter(Boolean).join(" · ");
}

/** What the lesson has in common with the project. */
function shared({ topics, text }: Reasons): string {
  if (topics.length)
    return `same ${topics.length === 1 ? "topic" : "topics"}: ${joinNames(
      topics.map(({ name }) => name),
      3,
    )}`;
  return text ? "similar wording" : "";
}

function proof({ proof: rated, reuses }: Reasons): string {
  if (!rated?.judged) return reuses ? `reused ${formatTimes(reuses)}, not rated yet` : "";
  if (rated.judged === 1) return rated.helped ? "helped the one rated time" : "did not help the one rated time";
  return rated.helped === rated.judged ? `helped all ${rated.judged} rated times` : `helped ${rated.helped} of ${rated.judged} rated times`;
}

function alsoOn({ projects }: Reasons): string {
  if (!projects.length) return "";
  return `also used on ${joinNames(
    projects.map(({ name }) => name),
    2,
  )}`;
}
