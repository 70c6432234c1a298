/** A project: lessons it could use, experts to ask, what others reused from it and what it reused. */

import { Link } from "wouter-preact";
import { ActionButtons } from "../../actions/action-buttons";
import { projectActions, unassignAction } from "../../actions/project-actions";
import { useQuery } from "../../api/graphql-client";
import { OneProjectDocument, type OneProjectQuery, type SavingsFragment } from "../../generated/graphql";
import { PROJECT_STATUS_LABELS } from "../../text/enum-labels";
import { formatDate, formatTimes, joinNames, plural } from "../../text/format";
import { savingsTexts } from "../../text/reuse-summary";
import { unwrapLines } from "../../text/unwrap-lines";
import { LessonList } from "../../ui/lesson-list";
import { PageTitle } from "../../ui/page-title";
import { QueryResult } from "../../ui/query-result";
import { ReuseList } from "../../ui/reuse-list";
import { lessonPath, personPath } from "../../url/paths";
import { SuggestedLessons } from "./suggested-lessons";

type ProjectData = NonNullable<OneProjectQuery["project"]>;

export function ProjectPage({ id }: { id: string }) {
  const query = useQuery(OneProjectDocument, { id });
  return (
    <QueryResult query={query}>
      {(data) => (data.project ? <Project project={data.project} data={data} /> : <PageTitle>Project not found</PageTitle>)}
    </QueryResult>
  );
}

function Project({ project, data }: { project: ProjectData; data: OneProjectQuery }) {
  const { id, name, summary, lessons, reuses } = project;
  return (
    <>
      <PageTitle isNode>{name}</PageTitle>
      <p class="faint">{projectFacts(project)}</p>
      {summary && <p class="prose">{unwrapLines(summary)}</p>}
      <p>
        <Link class="btn first" href={`/record?project=${encodeURIComponent(id)}`}>
          Record a lesson of this project
        </Link>
      </p>
      <ActionButtons actions={projectActions(project)} />
      <section aria-labelledby="suggestions">
        <h2 id="suggestions">Lessons it could use</h2>
        <SuggestedLessons before={data.before} during={data.during} after={data.after} />
      </section>
      <Experts project={id} experts={data.experts} />
      <RepeatedProblems problems={data.repeatedProblems} />
      <section aria-labelledby="lessons">
        <h2 id="lessons">{lessonsTitle(lessons.totalCount, data.reusesElsewhere.count)}</h2>
        <Savings savings={data.reusesElsewhere} place="on other projects" />
        <LessonList lessons={lessons.nodes} total={lessons.totalCount} emptyText="No lessons yet." />
      </section>
      <section aria-labelledby="reuses">
        <h2 id="reuses">{reuses.totalCount ? `Reused lessons ${formatTimes(reuses.totalCount)}` : "Has not reused any lesson yet"}</h2>
        <Savings savings={project.reusesAggregate} place="on this project" />
        <ReuseList reuses={reuses.nodes} total={reuses.totalCount} emptyText="No reuses yet." />
      </section>
      <People project={project} />
    </>
  );
}

/** "running · Roads · 3 May 2024 to 7 June 2025 · Charging and Ferries". */
function projectFacts({ status, owner, startedOn, endedOn, topics }: ProjectData): string {
  const dates = startedOn && `${formatDate(startedOn)}${endedOn ? ` to ${formatDate(endedOn)}` : ""}`;
  return [PROJECT_STATUS_LABELS[status], owner?.name, dates, joinNames(topics.nodes.map((topic) => topic.name))]
    .filter(Boolean)
    .join(" · ");
}

function lessonsTitle(lessons: number, reuses: number): string {
  return `Learned ${plural(lessons, "lesson")}${reuses ? `, reused ${formatTimes(reuses)} on other projects` : ""}`;
}

function Savings({ savings: { hoursSaved, costAvoided }, place }: { savings: SavingsFragment; place: string }) {
  const texts = savingsTexts(hoursSaved.sum, costAvoided);
  return texts.length ? <p>{`Reported: ${joinNames(texts, texts.length)} ${place}.`}</p> : null;
}

function Experts({ project, experts }: { project: string; experts: OneProjectQuery["experts"] }) {
  return (
    <>
      <section aria-labelledby="experts">
        <h2 id="experts">Experts to ask</h2>
        {experts.length ? (
          <ul class="plain">
            {experts.map(({ person, lessonCount, lessons }) => (
              <li key={person?.id}>
                <Link href={personPath(person?.id ?? "")}>{person?.name}</Link>
                {person?.department ? `, ${person.department.name}` : ""}:{" "}
                <span class="faint">
                  {plural(lessonCount, "lesson")}, most relevant “{lessons[0]?.lesson?.title}”
                </span>
              </li>
            ))}
          </ul>
        ) : (
          <p class="empty">No lesson about its topics has been recorded yet.</p>
        )}
      </section>
      <p>
        <Link href={`/people?find=expert&project=${encodeURIComponent(project)}`}>All experts for this project, and how to reach them</Link>
      </p>
    </>
  );
}

/** Problems of this project about which a lesson existed already. */
function RepeatedProblems({ problems: { nodes, totalCount } }: { problems: OneProjectQuery["repeatedProblems"] }) {
  if (!nodes.length) return null;
  return (
    <section aria-labelledby="repeated">
      <h2 id="repeated">{`Repeated ${plural(totalCount, "known problem")}`}</h2>
      <ul class="plain">
        {nodes.map(({ id, title, recurrenceOf }) => (
          <li key={id}>
            <Link href={lessonPath(id)}>{title}</Link>
            {recurrenceOf.nodes.map((earlier) => (
              <span key={earlier.id} class="reason">
                known since {formatDate(earlier.publishedOn)} from {earlier.project?.name ?? "another project"}:{" "}
                <Link href={lessonPath(earlier.id)}>{earlier.title}</Link>
              </span>
            ))}
          </li>
        ))}
      </ul>
      {totalCount > nodes.length && <p class="faint">{`The newest ${nodes.length} of ${totalCount}.`}</p>}
    </section>
  );
}

function People({ project }: { project: ProjectData }) {
  const { edges, totalCount } = project.people;
  return (
    <section aria-labelledby="people">
      <h2 id="people">People on this project</h2>
      <ul class="plain">
        {edges.map(({ role, to, node: { id, name } }) => (
          <li key={`${id} ${role}`} class="with-actions">
            <span>
              <Link href={personPath(id)}>{name}</Link>{" "}
              <span class="faint">{[role, to && `until ${formatDate(to)}`].filter(Boolean).join(" · ")}</span>
            </span>
            <ActionButtons
              actions={[unassignAction(project, { id, name }, role ?? null)]}
              buttonClass="quiet"
              label={({ title }) => title}
            />
          </li>
        ))}
      </ul>
      {totalCount > edges.length && <p class="faint">{`${edges.length} of ${totalCount}.`}</p>}
    </section>
  );
}
