/** What the figures of participation say, in sentences. */
import type { ParticipationQuery, WaitingTimeFragment } from "../generated/graphql";
import { formatNumber, formatPercent, plural } from "./format";

const ENOUGH_FOR_PERCENT = 20; // decisions

type Participation = ParticipationQuery["network"];
type Capture = Pick<Participation["capture"], "closed" | "learnedToRecorded" | "recordedToPublished" | "recordingUnknown">;

export function participationTitle({ closed, learnedToPublished }: Participation["capture"]): string {
  const { medianDays } = learnedToPublished;
  if (closed.projects) {
    const projects = plural(closed.projects, "closed project");
    if (!closed.withoutLesson) return `Each of the ${projects} has a lesson`;
    return `${formatNumber(closed.withoutLesson)} of ${projects} ${closed.withoutLesson === 1 ? "has" : "have"} no lesson`;
  }
  return medianDays == null
    ? "No project closed in this period"
    : `Half of the lessons are published within ${plural(medianDays, "day")} of being learned`;
}

/** How soon lessons are recorded and published, and of how many it is not known. */
export function captureText({ learnedToRecorded, recordedToPublished, recordingUnknown }: Capture): string {
  const unknown = recordingUnknown
    ? ` When ${plural(recordingUnknown, "imported lesson was", "imported lessons were")} recorded is not known.`
    : "";
  if (!learnedToRecorded.lessons) return `The service recorded no lesson in this period.${unknown}`;
  if (isTooFew(learnedToRecorded) && isTooFew(recordedToPublished))
    return `Too few lessons to say how soon they are recorded and published.${unknown}`;
  const recorded = waitingText(learnedToRecorded, "recorded", "of being learned");
  return `${recorded} ${waitingText(recordedToPublished, "published", "of being recorded")}${unknown}`;
}

function isTooFew({ evidence, medianDays }: WaitingTimeFragment): boolean {
  return medianDays == null && evidence !== "MORE_THAN_HALF_WAIT";
}

/** Within how many days half of the lessons have reached a step; or why this cannot be said. */
export function waitingText({ evidence, lessons, medianDays, waiting }: WaitingTimeFragment, step: string, since: string): string {
  if (medianDays != null) return `Half of the lessons were ${step} within ${plural(medianDays, "day")} ${since}.`;
  if (evidence === "MORE_THAN_HALF_WAIT")
    return `More than half of them, ${formatNumber(waiting)} of ${formatNumber(lessons)}, are not ${step} yet, so there is no median.`;
  return `Too few lessons to say how soon they are ${step}.`;
}

/** The median of a table cell; why there is none if there is none. */
export function medianText({ evidence, medianDays }: WaitingTimeFragment): string {
  if (medianDays != null) return formatNumber(medianDays);
  return evidence === "MORE_THAN_HALF_WAIT" ? "more than half wait" : "too few";
}

export function rundownsTitle({ decisions, applyShare, notApplicableShare, laterShare }: Participation["rundownUse"]): string {
  if (!decisions) return "No rundown decided on a lesson in this period";
  if (applyShare == null) return `Only ${plural(decisions, "decision")} in rundowns`;
  if (decisions < ENOUGH_FOR_PERCENT) return rundownCounts(decisions, applyShare, notApplicableShare ?? 0, laterShare ?? 0);
  return `${formatPercent(applyShare)} of ${plural(decisions, "decision")} in rundowns apply the lesson, ${formatPercent(notApplicableShare)} say that it does not fit, ${formatPercent(laterShare)} are postponed`;
}

/** Of few decisions the numbers say more than percentages: "Of 7 decisions in rundowns, 1 applies the lesson, 3 say that it does not fit". */
function rundownCounts(decisions: number, ...shares: [number, number, number]): string {
  const [apply, notApplicable, later] = shares.map((share) => Math.round(share * decisions)) as [number, number, number];
  const parts = [
    `${apply} ${apply === 1 ? "applies" : "apply"} the lesson`,
    `${notApplicable} ${notApplicable === 1 ? "says" : "say"} that it does not fit`,
    `${later} ${later === 1 ? "is" : "are"} postponed`,
  ];
  return `Of ${plural(decisions, "decision")} in rundowns, ${parts.join(", ")}`;
}

export function conversationsTitle({ acrossShare, conversations, unknown }: Participation["conversations"]): string {
  if (!conversations) return "No conversation was recorded in this period";
  if (acrossShare == null) return `${plural(conversations, "conversation")}, too few to say more`;
  return `${formatPercent(acrossShare)} of ${plural(conversations - unknown, "conversation")} were across departments`;
}
