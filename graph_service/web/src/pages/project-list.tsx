/** Projects, the newest first. */

import { Link } from "wouter-preact";
import { countOthers } from "../api/by-others";
import { useDirectory } from "../api/directory";
import { useQuery } from "../api/graphql-client";
import { topicSubtree } from "../api/subtree";
import { type ProjectSort, type ProjectStatus, ProjectsDocument, type ProjectsQuery, type ProjectWhere } from "../generated/graphql";
import { nothingYet } from "../text/empty-sentences";
import { PROJECT_STATUS_LABELS } from "../text/enum-labels";
import { formatDate, plural } from "../text/format";
import { Directory, type SortKeys, useDirectoryPage } from "../ui/lists/directory";
import { SearchForm } from "../ui/lists/search-form";
import { PageTitle } from "../ui/page-title";
import { projectPath } from "../url/paths";
import { useView } from "../url/view-params";

const PAGE_SIZE = 40;

const SORT_KEYS: SortKeys<ProjectSort> = {
  Project: (name) => ({ name }),
  Owner: (name) => ({ owner: { name } }),
  Status: (status) => ({ status }),
  Start: (startedOn) => ({ startedOn }),
  "Reused from others": (direction) => ({ reusesAggregate: countOthers(direction) }),
  "Reused by others": (direction) => ({ reusesOfLessonsAggregate: countOthers(direction) }),
};

export function ProjectListPage() {
  const { view, search, setParams } = useView();
  const { data: directory } = useDirectory();
  const params = new URLSearchParams(search);
  const text = params.get("q") ?? "";
  const status = params.get("status") ?? "";
  const where: ProjectWhere = {
    ...(text ? { search: text } : {}),
    ...(status in PROJECT_STATUS_LABELS ? { status: { eq: status as ProjectStatus } } : {}),
    ...(view.topic ? { topics: { some: { id: { in: directory ? topicSubtree(directory, view.topic) : [view.topic] } } } } : {}),
  };
  const page = useDirectoryPage("projects", SORT_KEYS, { startedOn: "DESC" }, PAGE_SIZE);
  const query = useQuery(ProjectsDocument, { where, ...page });
  return (
    <>
      <PageTitle>{projectsTitle(query.data)}</PageTitle>
      <SearchForm label="Words in the name or summary" text={text} onSearch={(q) => setParams({ q })}>
        <label>
          <span>Status</span>
          <select value={status} onChange={({ currentTarget }) => setParams({ status: currentTarget.value || undefined })}>
            <option value="">any</option>
            {Object.entries(PROJECT_STATUS_LABELS).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </SearchForm>
      <Directory
        query={query}
        list={({ projects }) => projects}
        caption={(count) => plural(count, "project")}
        file="projects"
        sortKeys={SORT_KEYS}
        emptyText={Object.keys(where).length ? "No project matches these filters." : nothingYet("project")}
        columns={() => [
          { header: "Project", value: ({ name }) => name, show: ({ id, name }) => <Link href={projectPath(id)}>{name}</Link> },
          { header: "Owner", value: ({ owner }) => owner?.name ?? null },
          { header: "Status", value: (project) => PROJECT_STATUS_LABELS[project.status] },
          { header: "Start", value: ({ startedOn }) => startedOn ?? null, show: ({ startedOn }) => formatDate(startedOn) },
          { header: "Lessons", value: ({ lessonsAggregate: { count } }) => count, hint: "Lessons learned on the project" },
          {
            header: "Reused by others",
            value: ({ reusesOfLessonsAggregate }) => reusesOfLessonsAggregate.count,
            hint: "How often the lessons of the project were reused, on any project",
          },
          {
            header: "Reused from others",
            value: ({ reusesAggregate: { count } }) => count,
            hint: "How often the project reused a lesson of others",
          },
        ]}
      />
    </>
  );
}

function projectsTitle(data: ProjectsQuery | undefined): string {
  if (!data) return "Projects";
  const { running, planned } = data;
  const now = running.count ? plural(running.count, "project is", "projects are") : "No project is";
  return `${now} running${planned.count ? `, ${planned.count} planned` : ""}`;
}
