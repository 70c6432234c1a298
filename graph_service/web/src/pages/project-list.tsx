/** Projects, the newest first. */

import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { useDirectory } from "../api/directory";
import { useQuery } from "../api/graphql-client";
import { topicSubtree } from "../api/subtree";
import { type ProjectStatus, ProjectsDocument, type ProjectsQuery, type ProjectWhere } from "../generated/graphql";
import { PROJECT_STATUS_LABELS } from "../text/enum-labels";
import { formatDate, plural } from "../text/format";
import { PageTitle } from "../ui/page-title";
import { Pager } from "../ui/pager";
import { QueryResult } from "../ui/query-result";
import { SearchForm } from "../ui/search-form";
import { Table } from "../ui/table";
import { projectPath } from "../url/paths";
import { type ParamChanges, useView } from "../url/view-params";

export function ProjectListPage() {
  const { view, search, setParams } = useView();
  const { data: directory } = useDirectory();
  const [cursors, setCursors] = useState<string[]>([]);
  const params = new URLSearchParams(search);
  const text = params.get("q") ?? "";
  const status = params.get("status") ?? "";
  const where: ProjectWhere = {
    ...(text ? { search: text } : {}),
    ...(status in PROJECT_STATUS_LABELS ? { status: { eq: status as ProjectStatus } } : {}),
    ...(view.topic ? { topics: { some: { id: { in: directory ? topicSubtree(directory, view.topic) : [view.topic] } } } } : {}),
  };
  const query = useQuery(ProjectsDocument, { where, after: cursors.at(-1) ?? null });
  const filter = (changes: ParamChanges) => {
    setCursors([]);
    setParams(changes);
  };
  return (
    <>
      <PageTitle>{projectsTitle(query.data)}</PageTitle>
      <SearchForm label="Words in the name or summary" text={text} onSearch={(q) => filter({ q })}>
        <label>
          <span>Status</span>
          <select value={status} onChange={({ currentTarget }) => filter({ status: currentTarget.value || undefined })}>
            <option value="">any</option>
            {Object.entries(PROJECT_STATUS_LABELS).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </SearchForm>
      <QueryResult query={query}>
        {({ projects: { nodes, pageInfo, totalCount } }) => (
          <>
            <Table
              caption={`${nodes.length} of ${totalCount}`}
              file="projects"
              rows={nodes}
              emptyText="No project matches these filters."
              columns={[
                {
                  header: "Project",
                  value: ({ name }) => name,
                  show: ({ id, name }) => <Link href={projectPath(id)}>{name}</Link>,
                },
                { header: "Owner", value: ({ owner }) => owner?.name ?? null },
                { header: "Status", value: (project) => PROJECT_STATUS_LABELS[project.status] },
                { header: "Start", value: ({ startedOn }) => startedOn ?? null, show: ({ startedOn }) => formatDate(startedOn) },
                { header: "Lessons", value: ({ lessonsAggregate: { count } }) => count, hint: "Lessons learned on the project" },
                { header: "Reuses", value: ({ reusesAggregate: { count } }) => count, hint: "How often the project reused a lesson" },
              ]}
            />
            <Pager pageInfo={pageInfo} cursors={cursors} onChange={setCursors} />
          </>
        )}
      </QueryResult>
    </>
  );
}

function projectsTitle(data: ProjectsQuery | undefined): string {
  if (!data) return "Projects";
  const { running, planned } = data;
  return `${plural(running.count, "project is", "projects are")} running${planned.count ? `, ${planned.count} planned` : ""}`;
}
