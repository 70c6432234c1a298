/** What the reuses of a lesson achieved: in one sentence, and one by one. */

import { Link } from "wouter-preact";
import { OUTCOME_LABELS } from "../../text/enum-labels";
import { formatDate } from "../../text/format";
import { reuseSummary, savingsTexts } from "../../text/reuse-summary";
import { unwrapLines } from "../../text/unwrap-lines";
import { personPath, projectPath } from "../../url/paths";
import type { LessonData } from "./page";

type Reuse = LessonData["reuses"]["nodes"][number];

export function Reuses({ lesson: { reuses, reusesAggregate, outcomes, reusingDepartments } }: { lesson: LessonData }) {
  const { count, hoursSaved, costAvoided } = reusesAggregate;
  const summary = reuseSummary({
    count,
    departments: reusingDepartments.totalCount,
    outcomes: outcomes.nodes.map(({ keys, count }) => ({ outcome: keys[0]?.value, count })),
    hours: hoursSaved.sum,
    costs: costAvoided,
  });
  return (
    <section>
      <h2>Reuses and their results</h2>
      <p>{summary}</p>
      <ol class="reuses">
        {reuses.nodes.map((reuse) => (
          <ReuseItem key={reuse.id} reuse={reuse} />
        ))}
      </ol>
      {count > reuses.nodes.length && <p class="faint">{`The newest ${reuses.nodes.length} of ${count}.`}</p>}
    </section>
  );
}

function ReuseItem({ reuse }: { reuse: Reuse }) {
  const { person, department, project, reusedOn, outcome, hoursSaved, costAvoided, currency, note } = reuse;
  const costs = costAvoided && currency ? [{ sum: costAvoided, currency }] : [];
  const details = [formatDate(reusedOn), outcome && OUTCOME_LABELS[outcome], ...savingsTexts(hoursSaved, costs)];
  return (
    <li>
      <p>
        {person ? <Link href={personPath(person.id)}>{person.name}</Link> : "Somebody"}
        {department ? `, ${department.name}` : ""}, on <Link href={projectPath(project.id)}>{project.name}</Link>
      </p>
      {note && <p class="prose">{unwrapLines(note)}</p>}
      <p class="faint">{details.filter(Boolean).join(" · ")}</p>
    </li>
  );
}
