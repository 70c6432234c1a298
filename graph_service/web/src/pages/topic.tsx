/** A topic: who knows about it, its lessons and projects, and the topics around it. */
import { Fragment } from "preact";
import { Link } from "wouter-preact";
import { ActionButtons } from "../actions/action-buttons";
import { appointStewardAction, endStewardshipAction, topicActions } from "../actions/topic-actions";
import { useDirectory } from "../api/directory";
import { useQuery } from "../api/graphql-client";
import { topicSubtree } from "../api/subtree";
import { OneTopicDocument, type OneTopicQuery } from "../generated/graphql";
import { PROJECT_STATUS_LABELS } from "../text/enum-labels";
import { expertEvidence } from "../text/expert-evidence";
import { plural } from "../text/format";
import { ExtraFields } from "../ui/extra-fields";
import { LessonList } from "../ui/lists/lesson-list";
import { NodeNotFound } from "../ui/not-found";
import { PageTitle } from "../ui/page-title";
import { QueryResult } from "../ui/query-result";
import { personPath, projectPath, topicPath } from "../url/paths";

type TopicData = NonNullable<OneTopicQuery["topic"]>;

const NOT_FOUND = <NodeNotFound kind="Topic" href="/topics" all="All topics" />;

export function TopicPage({ id }: { id: string }) {
  const { data: directory } = useDirectory();
  const query = useQuery(OneTopicDocument, directory && { id, topics: topicSubtree(directory, id) });
  return (
    <QueryResult query={query} notFound={NOT_FOUND}>
      {(data) => (data.topic ? <Topic topic={data.topic} data={data} /> : NOT_FOUND)}
    </QueryResult>
  );
}

function Topic({ topic, data: { lessons, experts } }: { topic: TopicData; data: OneTopicQuery }) {
  const { id, name, description, broader, narrower, projects } = topic;
  return (
    <>
      <p class="breadcrumbs">
        <Link href="/topics">Topics</Link>
      </p>
      <PageTitle isNode>{name}</PageTitle>
      {description && <p class="lead">{description}</p>}
      <ActionButtons actions={topicActions(topic)} />
      <div class="two">
        <section aria-labelledby="lessons">
          <h2 id="lessons">{plural(lessons.totalCount, "lesson")}</h2>
          <LessonList lessons={lessons.nodes} total={lessons.totalCount} emptyText="No lessons yet." />
          {lessons.totalCount > lessons.nodes.length && (
            <p>
              <Link href={`/lessons?span=all&topic=${encodeURIComponent(id)}`}>All lessons on this topic</Link>
            </p>
          )}
          <ExtraFields fields={topic.extra} />
        </section>
        <div class="side">
          <Stewards topic={topic} />
          <Experts id={id} experts={experts} />
          {(broader.nodes.length > 0 || narrower.nodes.length > 0) && (
            <section aria-labelledby="around">
              <h2 id="around">Topics around it</h2>
              <TopicLinks label="Part of" topics={broader.nodes} />
              <TopicLinks label="Contains" topics={narrower.nodes} />
            </section>
          )}
          <section aria-labelledby="projects">
            <h2 id="projects">{plural(projects.totalCount, "project")}</h2>
            <ul class="plain">
              {projects.nodes.map(({ id, name, status }) => (
                <li key={id}>
                  <Link href={projectPath(id)}>{name}</Link> <span class="faint">{PROJECT_STATUS_LABELS[status]}</span>
                </li>
              ))}
            </ul>
          </section>
        </div>
      </div>
    </>
  );
}

/** Who reviews the lessons about the topic. */
function Stewards({ topic }: { topic: TopicData }) {
  const { stewards } = topic;
  const present = stewards.nodes.filter(({ active, department }) => active && department);
  return (
    <section aria-labelledby="stewards">
      <h2 id="stewards">Stewards</h2>
      {stewards.nodes.length > 0 && (
        <ul class="plain">
          {stewards.nodes.map((person) => (
            <li key={person.id} class="with-actions">
              <span>
                <Link href={personPath(person.id)}>{person.name}</Link>{" "}
                <span class="faint">{present.includes(person) ? person.department?.name : "has left"}</span>
              </span>
              <ActionButtons actions={[endStewardshipAction(topic, person)]} buttonClass="quiet" label={({ title }) => title} />
            </li>
          ))}
        </ul>
      )}
      <p class={present.length ? "meta" : "empty"}>
        {present.length
          ? "They review lessons about this topic before these are published."
          : "No steward: curators review the lessons about it."}
      </p>
      <ActionButtons actions={[appointStewardAction(topic)]} />
    </section>
  );
}

function Experts({ id, experts }: { id: string; experts: OneTopicQuery["experts"] }) {
  return (
    <section aria-labelledby="experts">
      <h2 id="experts">Experts to ask</h2>
      {experts.length ? (
        <ul class="plain">
          {experts.map(({ person, ...evidence }) =>
            person ? (
              <li key={person.id}>
                <Link href={personPath(person.id)}>{person.name}</Link>
                <span class="reason">{[person.department?.name, expertEvidence(evidence)].filter(Boolean).join(" · ")}</span>
              </li>
            ) : null,
          )}
        </ul>
      ) : (
        <p class="empty">Nobody has learned anything about it or worked on a project about it yet.</p>
      )}
      <p>
        <Link href={`/people?find=expert&topic=${encodeURIComponent(id)}`}>More experts, and how to reach them</Link>
      </p>
    </section>
  );
}

function TopicLinks({ label, topics }: { label: string; topics: readonly { id: string; name: string }[] }) {
  if (!topics.length) return null;
  return (
    <p>
      {label}{" "}
      {topics.map(({ id, name }, index) => (
        <Fragment key={id}>
          {index > 0 && ", "}
          <Link href={topicPath(id)}>{name}</Link>
        </Fragment>
      ))}
    </p>
  );
}
