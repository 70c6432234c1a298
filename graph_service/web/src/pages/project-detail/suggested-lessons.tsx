/** Lessons that a project could use, the phase that it is in first, each with the reason why it is suggested and a decision to take. */

import { Link } from "wouter-preact";
import { useMay } from "../../api/caller";
import type { OneProjectQuery, Phase, SuggestionFragment } from "../../generated/graphql";
import { plural } from "../../text/format";
import { plainText } from "../../text/markdown";
import { nothingSuggested, phasesInOrder, phaseTitle } from "../../text/project-phase";
import { suggestionReason } from "../../text/suggestion-reason";
import { DECISION_LABELS, type Decisions, decide, useDecisions } from "../../ui/decisions";
import { lessonPath } from "../../url/paths";
import type { ProjectData } from "./page";
import { UseLessonButton } from "./use-lesson-button";

const MAX_PER_PHASE = 12;
const SHOWN_NOW = 4; // of the first phase; the others are collapsed
const SHOWN_OTHERS = 2;

type Suggested = NonNullable<SuggestionFragment["lesson"]>;
type Suggestion = SuggestionFragment & { lesson: Suggested };

interface Props {
  project: ProjectData;
  /** Suggestions per phase, best first; lessons without a phase are in all three lists. */
  data: Pick<OneProjectQuery, "before" | "during" | "after">;
}

export function SuggestedLessons({ project, data }: Props) {
  const decisions = useDecisions(project.id);
  const groups = phasesInOrder(project.status)
    .map((phase) => ({ phase, suggestions: ofPhase(data, phase).filter(({ lesson }) => !decisions[lesson.id]) }))
    .filter(({ suggestions }) => suggestions.length);
  return (
    <>
      {groups.map(({ phase, suggestions }, index) => (
        <section key={phase ?? "any"} aria-labelledby={`suggested-${phase}`}>
          <h2 id={`suggested-${phase}`}>{phaseTitle(phase, project.status, suggestions.length)}</h2>
          {index === 0 && (
            <p class="meta">
              “Not for us” and “Later” are remembered in this browser only; other people do not see them. Hold a rundown to decide for the
              project.
            </p>
          )}
          <SuggestionList project={project} suggestions={suggestions} shown={index === 0 ? SHOWN_NOW : SHOWN_OTHERS} />
        </section>
      ))}
      {!groups.length && (
        <section aria-labelledby="suggested">
          <h2 id="suggested">Lessons for this project</h2>
          <p class="empty">{nothingSuggested(Object.keys(decisions).length > 0)}</p>
        </section>
      )}
      <SetAside project={project} decisions={decisions} />
    </>
  );
}

function ofPhase({ before, during, after }: Props["data"], phase: Phase | null): Suggestion[] {
  const ranked = { BEFORE: before, DURING: during, AFTER: after }[phase ?? "BEFORE"];
  return ranked
    .filter((suggestion): suggestion is Suggestion => !!suggestion.lesson && (suggestion.lesson.phase ?? null) === phase)
    .slice(0, MAX_PER_PHASE);
}

interface ListProps {
  project: ProjectData;
  suggestions: readonly Suggestion[];
  shown: number;
}

function SuggestionList({ project, suggestions, shown }: ListProps) {
  const rest = suggestions.slice(shown);
  const items = (part: readonly Suggestion[]) => (
    <ol class="rows suggestions">
      {part.map((suggestion) => (
        <SuggestionItem key={suggestion.lesson.id} project={project} suggestion={suggestion} />
      ))}
    </ol>
  );
  return (
    <>
      {items(suggestions.slice(0, shown))}
      {rest.length > 0 && (
        <details>
          <summary>{`Show ${rest.length} more`}</summary>
          {items(rest)}
        </details>
      )}
    </>
  );
}

function SuggestionItem({ project, suggestion: { lesson, reasons } }: { project: ProjectData; suggestion: Suggestion }) {
  const mayRecord = useMay("CONTRIBUTOR");
  const { id, title, recommendation, departments } = lesson;
  const names = departments?.nodes.map(({ name }) => name) ?? [];
  return (
    <li>
      <div>
        <h3>
          <Link href={lessonPath(id)}>{title}</Link>
        </h3>
        {recommendation && <p class="recommendation">{plainText(recommendation)}</p>}
        <p class="reason">{suggestionReason(names, reasons)}</p>
      </div>
      <div class="row">
        {mayRecord && <UseLessonButton project={project} lesson={lesson} />}
        <button type="button" aria-label={`Not for us: ${title}`} onClick={() => decide(project.id, lesson, "NOT_FOR_US")}>
          Not for us
        </button>
        <button type="button" class="quiet" aria-label={`Later: ${title}`} onClick={() => decide(project.id, lesson, "LATER")}>
          Later
        </button>
      </div>
    </li>
  );
}

/** What was put off or refused, which can be brought back. */
function SetAside({ project, decisions }: { project: ProjectData; decisions: Decisions }) {
  const entries = Object.entries(decisions);
  if (!entries.length) return null;
  return (
    <details class="set-aside">
      <summary>{`Set aside: ${plural(entries.length, "lesson")}`}</summary>
      <ul class="plain">
        {entries.map(([id, { decision, title }]) => (
          <li key={id} class="with-actions">
            <span>
              <Link href={lessonPath(id)}>{title}</Link> <span class="tag">{DECISION_LABELS[decision]}</span>
            </span>
            <button
              type="button"
              class="quiet"
              aria-label={`Bring back: ${title}`}
              onClick={() => decide(project.id, { id, title }, undefined)}
            >
              Bring back
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
