/** Lessons that a project could use, the phase that it is in first, each with the reason why it is suggested and a decision to take. */

import { Link } from "wouter-preact";
import { useMay } from "../../api/caller";
import { useQuery } from "../../api/graphql-client";
import {
  type Decision,
  type OneProjectQuery,
  type Phase,
  ProjectRundownsDocument,
  type ProjectRundownsQuery,
  type SuggestionFragment,
} from "../../generated/graphql";
import { DECISION_LABELS } from "../../text/enum-labels";
import { plural } from "../../text/format";
import { plainText } from "../../text/markdown";
import { nothingSuggested, phasesInOrder, phaseTitle } from "../../text/project-phase";
import { suggestionReason } from "../../text/suggestion-reason";
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
  const rundowns = useQuery(ProjectRundownsDocument, { project: project.id });
  const decided = decidedLessons(rundowns.data);
  const groups = phasesInOrder(project.status)
    .map((phase) => ({ phase, suggestions: ofPhase(data, phase).filter(({ lesson }) => !decided.has(lesson.id)) }))
    .filter(({ suggestions }) => suggestions.length);
  return (
    <>
      {groups.map(({ phase, suggestions }, index) => (
        <section key={phase ?? "any"} aria-labelledby={`suggested-${phase}`}>
          <h2 id={`suggested-${phase}`}>{phaseTitle(phase, project.status, suggestions.length)}</h2>
          {index === 0 && <p class="meta">Hold a rundown to decide on them for the project.</p>}
          <SuggestionList project={project} suggestions={suggestions} shown={index === 0 ? SHOWN_NOW : SHOWN_OTHERS} />
        </section>
      ))}
      {!groups.length && (
        <section aria-labelledby="suggested">
          <h2 id="suggested">Lessons for this project</h2>
          <p class="empty">{nothingSuggested(decided.size > 0)}</p>
        </section>
      )}
      <DecidedLessons decided={decided} />
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
      {mayRecord && <UseLessonButton project={project} lesson={lesson} />}
    </li>
  );
}

interface Decided {
  title: string;
  decision: Decision;
}

/** The lessons on which the project decided in its rundowns, by their ids. Of several decisions the latest counts. */
function decidedLessons(data: ProjectRundownsQuery | undefined): ReadonlyMap<string, Decided> {
  const oldestFirst = [...(data?.project?.rundowns.nodes ?? [])].reverse();
  return new Map(
    oldestFirst.flatMap(({ considered }) =>
      considered.edges.map(({ decision, node: { id, title } }) => [id, { title, decision }] as const),
    ),
  );
}

function DecidedLessons({ decided }: { decided: ReadonlyMap<string, Decided> }) {
  if (!decided.size) return null;
  return (
    <details class="set-aside">
      <summary>{`Decided in rundowns: ${plural(decided.size, "lesson")}`}</summary>
      <ul class="plain">
        {[...decided].map(([id, { title, decision }]) => (
          <li key={id}>
            <Link href={lessonPath(id)}>{title}</Link> <span class="tag">{DECISION_LABELS[decision]}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
