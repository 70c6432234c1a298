/** Reuses with their lessons, projects, dates and outcomes. */

import { Link } from "wouter-preact";
import type { Outcome } from "../../generated/graphql";
import { OUTCOME_LABELS } from "../../text/enum-labels";
import { formatDate } from "../../text/format";
import { lessonPath } from "../../url/paths";

interface ReuseItem {
  id: string;
  reusedOn: string;
  outcome?: Outcome | null;
  lesson: { id: string; title: string };
  /** Left out on the page of the project itself. */
  project?: { id: string; name: string };
}

interface Props {
  /** The newest first. */
  reuses: readonly ReuseItem[];
  total: number;
  emptyText: string;
}

export function ReuseList({ reuses, total, emptyText }: Props) {
  if (!reuses.length) return <p class="empty">{emptyText}</p>;
  return (
    <>
      <ul class="plain">
        {reuses.map(({ id, reusedOn, outcome, lesson, project }) => (
          <li key={id}>
            <Link href={lessonPath(lesson.id)}>{lesson.title}</Link>{" "}
            <span class="faint">
              {[project && `on ${project.name}`, formatDate(reusedOn), outcome && OUTCOME_LABELS[outcome]].filter(Boolean).join(" · ")}
            </span>
          </li>
        ))}
      </ul>
      {total > reuses.length && <p class="faint">{`The newest ${reuses.length} of ${total}.`}</p>}
    </>
  );
}
