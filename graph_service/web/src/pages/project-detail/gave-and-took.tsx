/** What a project took, the lessons that it reused, and what it gave, its own lessons and where they were reused. */
import type { ComponentChildren } from "preact";
import { Link } from "wouter-preact";
import type { OneProjectQuery, SavingsFragment } from "../../generated/graphql";
import { OUTCOME_LABELS } from "../../text/enum-labels";
import { formatDate, formatTimes, joinNames, plural } from "../../text/format";
import { countOutcomes, helpedText } from "../../text/lesson-sentences";
import { savingsTexts } from "../../text/reuse-summary";
import { ownListedSentence } from "../../text/sentences";
import { reuseCountText } from "../../ui/lists/lesson-list";
import { lessonPath, projectPath } from "../../url/paths";
import type { ProjectData } from "./page";

const FIRST = 5; // shown of a list; the others are collapsed

export function GaveAndTook({ project, data }: { project: ProjectData; data: OneProjectQuery }) {
  return (
    <div class="halves">
      <Took project={project} />
      <Gave project={project} data={data} />
    </div>
  );
}

function Took({ project: { reuses, reusesAggregate, outcomes } }: { project: ProjectData }) {
  const { count } = reusesAggregate;
  const counts = countOutcomes(outcomes.nodes.map(({ keys, count }) => ({ outcome: keys[0]?.value, count })));
  return (
    <section aria-labelledby="took">
      <h2 id="took">{count ? `Took: ${plural(count, "reuse")}, ${helpedText(counts)}` : "Took: no lesson of others reused yet"}</h2>
      <Savings savings={reusesAggregate} place="on this project" />
      <Folded
        items={reuses.nodes.map(({ id, reusedOn, outcome, person, lesson }) => (
          <li key={id}>
            <Link href={lessonPath(lesson.id)}>{lesson.title}</Link>
            <span class="reason">
              {[person?.name, formatDate(reusedOn)].filter(Boolean).join(", ")} ·{" "}
              {outcome ? OUTCOME_LABELS[outcome] : <Link href={`${lessonPath(lesson.id)}#reuse-${id}`}>rate it</Link>}
            </span>
          </li>
        ))}
        total={reuses.totalCount}
      />
      <p class="meta">{ownListedSentence(reuses.totalCount - count)}</p>
    </section>
  );
}

function Gave({ project: { lessons }, data: { reusesElsewhere, reusingProjects } }: { project: ProjectData; data: OneProjectQuery }) {
  const { count } = reusesElsewhere;
  const title = lessons.totalCount
    ? `Gave: ${plural(lessons.totalCount, "lesson")}, ${count ? `reused ${formatTimes(count)} on other projects` : "not reused elsewhere yet"}`
    : "Gave: no lesson published yet";
  return (
    <section aria-labelledby="gave">
      <h2 id="gave">{title}</h2>
      <Savings savings={reusesElsewhere} place="on other projects" />
      <ReusingProjects projects={reusingProjects} />
      <Folded
        items={lessons.nodes.map(({ id, title, learnedOn, reusesAggregate }) => (
          <li key={id}>
            <Link href={lessonPath(id)}>{title}</Link>
            <span class="reason">{`${formatDate(learnedOn)} · ${reuseCountText(reusesAggregate.count)}`}</span>
          </li>
        ))}
        total={lessons.totalCount}
      />
    </section>
  );
}

/** "Used by Station Square (2), Leak hunt east (1) and 3 more". */
function ReusingProjects({ projects: { nodes, totalCount } }: { projects: OneProjectQuery["reusingProjects"] }) {
  if (!nodes.length) return null;
  return (
    <p class="meta">
      Used on{" "}
      {nodes.map(({ keys: [project], count }, index) => (
        <span key={project?.id}>
          {index > 0 && ", "}
          {project?.id ? <Link href={projectPath(project.id)}>{project.value}</Link> : "an unknown project"}
          {` (${count})`}
        </span>
      ))}
      {totalCount > nodes.length && ` and ${totalCount - nodes.length} more`}
    </p>
  );
}

function Folded({ items, total }: { items: ComponentChildren[]; total: number }) {
  if (!items.length) return null;
  return (
    <>
      <ul class="plain">{items.slice(0, FIRST)}</ul>
      {items.length > FIRST && (
        <details>
          <summary>{`Show all ${items.length}`}</summary>
          <ul class="plain">{items.slice(FIRST)}</ul>
        </details>
      )}
      {total > items.length && <p class="faint">{`The newest ${items.length} of ${total}.`}</p>}
    </>
  );
}

function Savings({ savings: { hoursSaved, costAvoided }, place }: { savings: SavingsFragment; place: string }) {
  const texts = savingsTexts(hoursSaved.sum, costAvoided);
  return texts.length ? <p class="meta">{`Reported: ${joinNames(texts, texts.length)} ${place}.`}</p> : null;
}
