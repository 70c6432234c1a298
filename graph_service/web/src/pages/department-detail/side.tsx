/** Beside a department: what can be changed, its place in the organisation, its people and its projects. */
import type { ComponentChildren } from "preact";
import { Link } from "wouter-preact";
import { ActionButtons } from "../../actions/action-buttons";
import { departmentActions } from "../../actions/department-actions";
import { PROJECT_STATUS_LABELS } from "../../text/enum-labels";
import { formatDay, plural } from "../../text/format";
import { type Fact, FactList, joinLinks } from "../../ui/facts";
import { departmentPath, personPath, projectPath } from "../../url/paths";
import type { DepartmentData } from "./page";

const FIRST = 8; // shown of a list; the others are collapsed

export function DepartmentSide({ department, below }: { department: DepartmentData; below: number }) {
  return (
    <aside class="side" aria-label="Facts and actions">
      <ActionButtons actions={departmentActions(department)} />
      <Place department={department} />
      <People department={department} below={below} />
      <Projects department={department} />
    </aside>
  );
}

/** Nothing for a department without a date and without departments above or below. */
function Place({ department: { parent, openedOn, children, heads } }: { department: DepartmentData }) {
  const facts: Fact[] = [
    ["Head", joinLinks(heads.nodes, personPath)],
    ["Part of", parent && <Link href={departmentPath(parent.id)}>{parent.name}</Link>],
    ["Since", openedOn && formatDay(openedOn)],
    ["Below", joinLinks(children.nodes, departmentPath)],
  ];
  return <FactList facts={facts} />;
}

/** Those whose lessons were reused most come first. */
function People({ department: { id, members }, below }: { department: DepartmentData; below: number }) {
  const { nodes, totalCount } = members;
  return (
    <section aria-labelledby="people">
      <h2 id="people">{totalCount ? plural(totalCount, "person", "people") : "People"}</h2>
      {totalCount === 0 && <p class="empty">Nobody belongs to it directly.</p>}
      <Folded
        items={nodes.map(({ id: person, name, title, lessonsAggregate: { count } }) => (
          <li key={person}>
            <Link href={personPath(person)}>{name}</Link>
            <span class="reason">{[title, count && plural(count, "lesson")].filter(Boolean).join(" · ")}</span>
          </li>
        ))}
        total={totalCount}
        all={`/people?in=${encodeURIComponent(id)}`}
      />
      {below > 0 && (
        <p class="faint">
          <Link
            href={`/people?in=${encodeURIComponent(id)}`}
          >{`${totalCount ? "And " : ""}${plural(below, "person", "people")} in the departments below`}</Link>
        </p>
      )}
    </section>
  );
}

function Projects({ department: { projects } }: { department: DepartmentData }) {
  const { nodes, totalCount } = projects;
  const running = nodes.filter(({ status }) => status === "RUNNING").length;
  const inOrder = [...nodes].sort((a, b) => Number(b.status === "RUNNING") - Number(a.status === "RUNNING"));
  return (
    <section aria-labelledby="projects">
      <h2 id="projects">{totalCount ? `${plural(totalCount, "project")}${running ? `, ${running} running` : ""}` : "Projects"}</h2>
      {totalCount === 0 && <p class="empty">It owns no project.</p>}
      <Folded
        items={inOrder.map((project) => (
          <li key={project.id}>
            <Link href={projectPath(project.id)}>{project.name}</Link>
            <span class="reason">{[PROJECT_STATUS_LABELS[project.status], years(project)].filter(Boolean).join(" · ")}</span>
          </li>
        ))}
        total={totalCount}
      />
    </section>
  );
}

/** "2024 to 2026", "from 2027". */
function years({ startedOn, endedOn }: DepartmentData["projects"]["nodes"][number]): string {
  const [start, end] = [startedOn?.slice(0, 4), endedOn?.slice(0, 4)];
  if (start && end) return start === end ? start : `${start} to ${end}`;
  return start ? `from ${start}` : end ? `until ${end}` : "";
}

interface FoldedProps {
  items: ComponentChildren[];
  total: number;
  /** The address of the whole list, when not all are here. */
  all?: string;
}

function Folded({ items, total, all }: FoldedProps) {
  return (
    <>
      {items.length > 0 && <ul class="plain">{items.slice(0, FIRST)}</ul>}
      {items.length > FIRST && (
        <details>
          <summary>{`Show ${items.length - FIRST} more`}</summary>
          <ul class="plain">{items.slice(FIRST)}</ul>
        </details>
      )}
      {total > items.length && (
        <p class="faint">
          {`${items.length} of ${total}.`} {all && <Link href={all}>See all</Link>}
        </p>
      )}
    </>
  );
}
