/** A project: the lessons it could use, the phase it is in first, whom to call, what it took and gave; beside them what is missing and its facts. */

import { Link } from "wouter-preact";
import { useQuery } from "../../api/graphql-client";
import { OneProjectDocument, type OneProjectQuery } from "../../generated/graphql";
import { formatDate, plural } from "../../text/format";
import { hasEnded, statusText } from "../../text/project-phase";
import { ExtraFields } from "../../ui/extra-fields";
import { today } from "../../ui/forms/form";
import { NodeNotFound } from "../../ui/not-found";
import { PageTitle } from "../../ui/page-title";
import { Prose } from "../../ui/prose";
import { QueryResult } from "../../ui/query-result";
import { departmentPath, lessonPath } from "../../url/paths";
import { useParam } from "../../url/view-params";
import { GaveAndTook } from "./gave-and-took";
import { PeopleToCall } from "./people-to-call";
import { OpenRundown } from "./rundowns/open-rundown";
import { RundownSection } from "./rundowns/rundown-section";
import { ProjectActions, ProjectFacts, ProjectGaps, Team, Unpublished } from "./side";
import { SuggestedLessons } from "./suggested-lessons";
import { TimelineSection } from "./timeline-section";

export type ProjectData = NonNullable<OneProjectQuery["project"]>;

const NOT_FOUND = <NodeNotFound kind="Project" href="/projects" all="All projects" />;

export function ProjectPage({ id }: { id: string }) {
  const query = useQuery(OneProjectDocument, { id });
  return (
    <QueryResult query={query} notFound={NOT_FOUND}>
      {(data) => (data.project ? <Project key={id} project={data.project} data={data} /> : NOT_FOUND)}
    </QueryResult>
  );
}

function Project({ project, data }: { project: ProjectData; data: OneProjectQuery }) {
  const isOver = hasEnded(project.status);
  const [rundown, setRundown] = useParam("rundown");
  const results = (
    <>
      <RepeatedProblems problems={data.repeatedProblems} />
      <GaveAndTook project={project} data={data} />
    </>
  );
  return (
    <div class="two lesson-detail project-detail">
      <article>
        <Breadcrumbs project={project} />
        <PageTitle isNode>{project.name}</PageTitle>
        {project.summary && (
          <div class="lead">
            <Prose text={project.summary} />
          </div>
        )}
        <TimelineSection project={project} />
        {isOver && results}
        {rundown === undefined ? (
          <SuggestedLessons project={project} data={data} />
        ) : (
          <OpenRundown key={rundown} project={project} rundown={rundown} onClose={() => setRundown(undefined)} />
        )}
        <RundownSection project={project} onOpen={setRundown} />
        <PeopleToCall project={project} experts={data.experts} team={new Set(project.people.edges.map(({ node }) => node.id))} />
        {!isOver && results}
        <ExtraFields fields={project.extra} />
      </article>
      <aside class="side" aria-label="Facts and actions">
        <ProjectActions project={project} />
        <ProjectGaps project={project} />
        <Unpublished project={project} />
        <ProjectFacts project={project} />
        <Team project={project} />
      </aside>
    </div>
  );
}

function Breadcrumbs({ project }: { project: ProjectData }) {
  const { owner } = project;
  return (
    <p class="breadcrumbs">
      <Link href="/projects">Projects</Link>
      {owner && (
        <>
          {" / "}
          <Link href={departmentPath(owner.id)}>{owner.name}</Link>
        </>
      )}{" "}
      <span class="tag">{statusText(project, today())}</span>
    </p>
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
