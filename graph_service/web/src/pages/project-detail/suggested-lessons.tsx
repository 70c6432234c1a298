/** Lessons that a project could use, by phase, each with the reasons why it is suggested. */

import { Link } from "wouter-preact";
import type { Phase, SuggestionFragment } from "../../generated/graphql";
import { PHASE_LABELS } from "../../text/enum-labels";
import { formatTimes, joinNames } from "../../text/format";
import { lessonPath } from "../../url/paths";

const MAX_PER_PHASE = 5;

interface Props {
  /** Best first; lessons without a phase are in all three lists. */
  before: readonly SuggestionFragment[];
  during: readonly SuggestionFragment[];
  after: readonly SuggestionFragment[];
}

export function SuggestedLessons({ before, during, after }: Props) {
  const inPhase = (suggestions: readonly SuggestionFragment[], phase: Phase | null) =>
    suggestions.filter(({ lesson }) => lesson && (lesson.phase ?? null) === phase).slice(0, MAX_PER_PHASE);
  const groups = [
    { title: capitalize(PHASE_LABELS.BEFORE), suggestions: inPhase(before, "BEFORE") },
    { title: capitalize(PHASE_LABELS.DURING), suggestions: inPhase(during, "DURING") },
    { title: capitalize(PHASE_LABELS.AFTER), suggestions: inPhase(after, "AFTER") },
    { title: "At any time", suggestions: inPhase(before, null) },
  ].filter(({ suggestions }) => suggestions.length);
  if (!groups.length) return <p class="empty">No lesson of another project fits yet.</p>;
  return (
    <div class="phases">
      {groups.map(({ title, suggestions }) => (
        <div key={title}>
          <h3>{title}</h3>
          <ol class="plain">
            {suggestions.map((suggestion) => (
              <SuggestionItem key={suggestion.lesson?.id} suggestion={suggestion} />
            ))}
          </ol>
        </div>
      ))}
    </div>
  );
}

function SuggestionItem({ suggestion: { lesson, reasons } }: { suggestion: SuggestionFragment }) {
  if (!lesson) return null;
  const texts = [
    reasons.topics.length ? `about ${joinNames(reasons.topics.map(({ name }) => name))}` : "",
    reasons.text ? "shares words with the project" : "",
    reasons.reuses ? `reused ${formatTimes(reasons.reuses)}` : "",
    reasons.projects.length
      ? `also by ${joinNames(
          reasons.projects.map(({ name }) => name),
          2,
        )}`
      : "",
    reasons.proof ? `helped in ${reasons.proof.helped} of ${reasons.proof.judged} rated reuses` : "",
  ];
  return (
    <li>
      <Link href={lessonPath(lesson.id)}>{lesson.title}</Link>
      <span class="reason">{texts.filter(Boolean).join("; ")}</span>
    </li>
  );
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
