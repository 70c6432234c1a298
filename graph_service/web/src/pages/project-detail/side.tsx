/** Beside a project: what can be done, what is missing in its record, its facts and its team. */
import { Link } from "wouter-preact";
import type { Action } from "../../actions/action";
import { ActionButtons } from "../../actions/action-buttons";
import { projectActions, unassignAction } from "../../actions/project-actions";
import { useMay } from "../../api/caller";
import { LESSON_STATUS_LABELS, PROJECT_STATUS_LABELS } from "../../text/enum-labels";
import { formatDate, formatDay, plural } from "../../text/format";
import { findGaps, type Gap } from "../../text/project-gaps";
import { type Fact, FactList, joinLinks } from "../../ui/facts";
import { today } from "../../ui/forms/form";
import { departmentPath, lessonPath, personPath, topicPath } from "../../url/paths";
import type { ProjectData } from "./page";

const MAX_TEAM = 8; // the others are collapsed

function recordPath(project: string, mode: string): string {
  return `/record?${new URLSearchParams({ mode, project }).toString()}`;
}

export function ProjectActions({ project }: { project: ProjectData }) {
  const mayRecord = useMay("CONTRIBUTOR");
  return (
    <div class="stack">
      {mayRecord && (
        <>
          <Link class="btn first" href={recordPath(project.id, "retrospective")}>
            Record a retrospective
          </Link>
          <div class="pair">
            <Link class="btn" href={recordPath(project.id, "reuse")}>
              We used a lesson
            </Link>
            <Link class="btn" href={`/record?project=${encodeURIComponent(project.id)}`}>
              Record a lesson
            </Link>
          </div>
        </>
      )}
      <ActionButtons actions={projectActions(project)} />
    </div>
  );
}

/** Nothing is shown for a complete record. */
export function ProjectGaps({ project }: { project: ProjectData }) {
  const gaps = findGaps(
    {
      ...project,
      hasOwner: !!project.owner,
      people: project.people.totalCount,
      topics: project.topics.nodes.length,
      lessons: project.lessons.totalCount,
      reuses: project.reuses.totalCount,
      latest: [project.lessons.nodes[0]?.learnedOn, project.reuses.nodes[0]?.reusedOn]
        .filter((day) => day !== undefined)
        .sort()
        .at(-1),
    },
    today(),
  );
  if (!gaps.length) return null;
  return (
    <section class="gaps" aria-labelledby="missing">
      <h2 id="missing">What is missing</h2>
      <ul class="plain">
        {gaps.map((gap) => (
          <li key={gap.text}>
            {gap.text} <GapAction project={project} gap={gap} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The link or the button to add what is missing; nothing when the reader's role does not allow it. */
function GapAction({ project, gap: { fix, label } }: { project: ProjectData; gap: Gap }) {
  const mayRecord = useMay("CONTRIBUTOR");
  if (fix === "record" || fix === "reuse")
    return mayRecord ? <Link href={recordPath(project.id, fix === "reuse" ? "reuse" : "lesson")}>{label}</Link> : null;
  const [edit, assign, close] = projectActions(project);
  const action: Action | undefined = { edit, assign, close }[fix];
  return action ? <ActionButtons actions={[{ ...action, name: label }]} buttonClass="inline" /> : null;
}

/** Unpublished lessons, which no other list and no figure contains: those who may read them find them here. */
export function Unpublished({ project: { unpublished } }: { project: ProjectData }) {
  const { nodes, totalCount } = unpublished;
  if (!nodes.length) return null;
  return (
    <section class="unpublished" aria-labelledby="unpublished">
      <h2 id="unpublished">{`${plural(totalCount, "lesson")} not published yet`}</h2>
      <ul class="plain">
        {nodes.map(({ id, title, learnedOn, status }) => (
          <li key={id}>
            <Link href={lessonPath(id)}>{title}</Link>
            <span class="reason">{`${formatDate(learnedOn)} · ${LESSON_STATUS_LABELS[status]}`}</span>
          </li>
        ))}
      </ul>
      {totalCount > nodes.length && <p class="faint">{`The newest ${nodes.length} of ${totalCount}.`}</p>}
    </section>
  );
}

export function ProjectFacts({ project }: { project: ProjectData }) {
  const { status, owner, startedOn, endedOn, topics } = project;
  const facts: Fact[] = [
    ["Status", PROJECT_STATUS_LABELS[status]],
    ["Department", owner && <Link href={departmentPath(owner.id)}>{owner.name}</Link>],
    ["Start", startedOn && formatDay(startedOn)],
    ["End", endedOn && formatDay(endedOn)],
    ["Topics", joinLinks(topics.nodes, topicPath)],
  ];
  return <FactList facts={facts} />;
}

export function Team({ project }: { project: ProjectData }) {
  const { edges, totalCount } = project.people;
  const items = edges.map((edge) => <Member key={`${edge.node.id} ${edge.role}`} project={project} edge={edge} />);
  return (
    <section class="team" aria-labelledby="people">
      <h2 id="people">People on this project</h2>
      {items.length ? <ul class="plain">{items.slice(0, MAX_TEAM)}</ul> : <p class="empty">Nobody is assigned yet.</p>}
      {items.length > MAX_TEAM && (
        <details>
          <summary>{`Show all ${items.length}`}</summary>
          <ul class="plain">{items.slice(MAX_TEAM)}</ul>
        </details>
      )}
      {totalCount > edges.length && <p class="faint">{`${edges.length} of ${totalCount}.`}</p>}
    </section>
  );
}

interface MemberProps {
  project: ProjectData;
  edge: ProjectData["people"]["edges"][number];
}

function Member({ project, edge: { role, to, node } }: MemberProps) {
  return (
    <li class="with-actions">
      <span>
        <Link href={personPath(node.id)}>{node.name}</Link>{" "}
        <span class="faint">{[role, to && `until ${formatDate(to)}`].filter(Boolean).join(" · ")}</span>
      </span>
      <ActionButtons actions={[unassignAction(project, node, role ?? null)]} buttonClass="quiet" label={({ title }) => title} />
    </li>
  );
}
