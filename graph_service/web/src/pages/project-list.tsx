/** Projects, the newest first. */
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { useAnswer } from "../api/graphql-client";
import { type ProjectStatus, ProjectsDocument, type ProjectsQuery, type ProjectWhere } from "../generated/graphql";
import { day, plural } from "../text/format";
import { Title } from "../ui/page-title";
import { Show } from "../ui/query-result";
import { Finding, Leafing } from "../ui/search-form";
import { Table } from "../ui/table";
import { useView } from "../url/view-params";

export const STATUS: Record<string, string> = { PLANNED: "planned", RUNNING: "running", CLOSED: "closed", CANCELLED: "cancelled" };

export function Projects() {
  const { view, search, set } = useView();
  const given = new URLSearchParams(search);
  const text = given.get("q") ?? "",
    status = given.get("status") ?? "";
  const [after, setAfter] = useState<string[]>([]);
  const where: ProjectWhere = {
    ...(text ? { search: text } : {}),
    ...(status in STATUS ? { status: { eq: status as ProjectStatus } } : {}),
    ...(view.topic ? { topics: { some: { id: { eq: view.topic } } } } : {}),
  };
  const answer = useAnswer(ProjectsDocument, { where, after: after.at(-1) ?? null });
  return (
    <>
      <Title>{title(answer.data)}</Title>
      <Finding
        label="Words in its name or summary"
        text={text}
        onFind={(q) => {
          setAfter([]);
          set({ q });
        }}
      >
        <label>
          <span>Stands</span>
          <select
            value={status}
            onChange={({ currentTarget }) => {
              setAfter([]);
              set({ status: currentTarget.value || undefined });
            }}
          >
            <option value="">any</option>
            {Object.entries(STATUS).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </Finding>
      <Show answer={answer}>
        {({ projects: { nodes, pageInfo, totalCount } }) => (
          <>
            <Table
              caption={`${nodes.length} of ${totalCount}`}
              file="projects"
              rows={nodes}
              empty="There is no such project."
              columns={[
                {
                  head: "Project",
                  value: ({ name }) => name,
                  show: ({ id, name }) => <Link href={`/projects/${encodeURIComponent(id)}`}>{name}</Link>,
                },
                { head: "Owner", value: ({ owner }) => owner?.name ?? null },
                { head: "Stands", value: ({ status }) => STATUS[status] ?? status },
                { head: "Begun", value: ({ startedOn }) => startedOn ?? null, show: ({ startedOn }) => day(startedOn) },
                { head: "Lessons", value: ({ lessonsAggregate: { count } }) => count, hint: "What was learned on it" },
                { head: "Reuses", value: ({ reusesAggregate: { count } }) => count, hint: "How often it reused a lesson" },
              ]}
            />
            <Leafing pageInfo={pageInfo} after={after} onLeaf={setAfter} />
          </>
        )}
      </Show>
    </>
  );
}

function title(data: ProjectsQuery | undefined): string {
  if (!data) return "Projects";
  const { running, planned } = data;
  return `${plural(running.count, "project is", "projects are")} running${planned.count ? `, ${planned.count} planned` : ""}`;
}
