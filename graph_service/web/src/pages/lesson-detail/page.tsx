/** A lesson: its story, what it is about, related lessons, and what its reuses achieved. */

import type { ComponentChildren } from "preact";
import { Fragment } from "preact";
import { Link } from "wouter-preact";
import { useQuery } from "../../api/graphql-client";
import { OneLessonDocument, type OneLessonQuery, type RelatedLessonsFragment } from "../../generated/graphql";
import { PHASE_LABELS } from "../../text/enum-labels";
import { formatDate } from "../../text/format";
import { unwrapLines } from "../../text/unwrap-lines";
import { PageTitle } from "../../ui/page-title";
import { QueryResult } from "../../ui/query-result";
import { departmentPath, lessonPath, personPath, projectPath, topicPath } from "../../url/paths";
import { ReuseForm } from "./reuse-form";
import { Reuses } from "./reuses";

export type LessonData = NonNullable<OneLessonQuery["lesson"]>;

const SEPARATOR = "\u00a0· "; // its space does not break, so the dot stays at the end of a line

export function LessonPage({ id }: { id: string }) {
  const query = useQuery(OneLessonDocument, { id });
  return (
    <QueryResult query={query}>
      {({ lesson }) =>
        lesson ? (
          <LessonArticle lesson={lesson} />
        ) : (
          <>
            <PageTitle>Lesson not found</PageTitle>
            <p>
              <Link href="/lessons">To all lessons</Link>
            </p>
          </>
        )
      }
    </QueryResult>
  );
}

function LessonArticle({ lesson }: { lesson: LessonData }) {
  const currency = lesson.reusesAggregate.costAvoided[0]?.currency;
  return (
    <article class="lesson-detail">
      <PageTitle isNode>{lesson.title}</PageTitle>
      <Origin lesson={lesson} />
      {lesson.status === "DRAFT" && (
        <p class="note">This is a draft. It does not appear in lists and does not count in figures until it is published.</p>
      )}
      {lesson.status === "RETIRED" && (
        <p class="note">{`This lesson was retired${lesson.retiredOn ? ` on ${formatDate(lesson.retiredOn)}` : ""} and is no longer recommended.`}</p>
      )}
      <RelatedLessons title="Replaced by" lessons={lesson.supersededBy} />
      <Passage title="What happened" text={lesson.context} />
      <Passage title="What went well" text={lesson.wentWell} />
      <Passage title="What went wrong" text={lesson.wentWrong} />
      <Passage title="What we recommend" text={lesson.recommendation} />
      <Subject lesson={lesson} />
      <Reuses lesson={lesson} />
      {lesson.status !== "DRAFT" && <ReuseForm lesson={lesson} currency={currency} />}
      <RelatedLessons title="The same problem earlier" lessons={lesson.recurrenceOf} />
      <RelatedLessons title="The same problem again" lessons={lesson.recurrences} />
      <RelatedLessons title="Builds on" lessons={lesson.buildsOn} />
      <RelatedLessons title="Lessons that build on this one" lessons={lesson.builtOnBy} />
      <RelatedLessons title="Replaces" lessons={lesson.supersedes} />
      <p class="onward">
        <Link href={`/record?builds=${encodeURIComponent(lesson.id)}`}>Record a lesson that builds on this one</Link>
      </p>
    </article>
  );
}

/** "Learned by A and B · Finance · Project X · 3 May 2025". */
function Origin({ lesson: { learners, departments, project, learnedOn } }: { lesson: LessonData }) {
  const parts = [
    learners.nodes.length > 0 && <>Learned by {joinLinks(learners.nodes, personPath)}</>,
    departments.nodes.length > 0 && joinLinks(departments.nodes, departmentPath),
    project && joinLinks([project], projectPath),
    formatDate(learnedOn),
  ].filter(Boolean);
  return (
    <p class="faint">
      {parts.map((part, index) => (
        <Fragment key={index}>
          {index > 0 && SEPARATOR}
          {part}
        </Fragment>
      ))}
    </p>
  );
}

/** Topics, the phase of a project, and the source. */
function Subject({ lesson: { topics, phase, sourceUrl } }: { lesson: LessonData }) {
  return (
    <div class="subject faint">
      {topics.nodes.length > 0 && <p>About {joinLinks(topics.nodes, topicPath)}</p>}
      {phase && <p>{`Useful for a project ${PHASE_LABELS[phase]}.`}</p>}
      {sourceUrl && (
        <p>
          Source:{" "}
          <a href={sourceUrl} rel="noreferrer">
            {sourceUrl.split("/")[2]}
          </a>
        </p>
      )}
    </div>
  );
}

function Passage({ title, text }: { title: string; text: string | null | undefined }) {
  if (!text) return null;
  return (
    <section>
      <h2>{title}</h2>
      <p class="prose">{unwrapLines(text)}</p>
    </section>
  );
}

function RelatedLessons({ title, lessons: { nodes, totalCount } }: { title: string; lessons: RelatedLessonsFragment }) {
  if (!nodes.length) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul class="plain">
        {nodes.map(({ id, title, learnedOn }) => (
          <li key={id}>
            <Link href={lessonPath(id)}>{title}</Link> <span class="faint">{formatDate(learnedOn)}</span>
          </li>
        ))}
      </ul>
      {totalCount > nodes.length && <p class="faint">{`${nodes.length} of ${totalCount}.`}</p>}
    </section>
  );
}

/** Links to nodes: "A", "A and B", "A, B and C". */
function joinLinks(nodes: readonly { id: string; name: string }[], pathOf: (id: string) => string): ComponentChildren {
  return nodes.map(({ id, name }, index) => (
    <Fragment key={id}>
      {index > 0 && (index === nodes.length - 1 ? " and " : ", ")}
      <Link href={pathOf(id)}>{name}</Link>
    </Fragment>
  ));
}
