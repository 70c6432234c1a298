/** All departments, with their people, lessons and reuses. */
import { Link } from "wouter-preact";
import { useQuery } from "../api/graphql-client";
import { DepartmentDirectoryDocument, type DepartmentSort, type Direction } from "../generated/graphql";
import { formatDate, plural } from "../text/format";
import { PageTitle } from "../ui/page-title";
import { Pager } from "../ui/pager";
import { QueryResult } from "../ui/query-result";
import { SearchForm } from "../ui/search-form";
import { Table } from "../ui/table";
import { usePage } from "../url/paging";
import { departmentPath } from "../url/paths";
import { listSort } from "../url/table-sort";
import { useView } from "../url/view-params";

const PAGE_SIZE = 100;

const SORT_KEYS: Record<string, (direction: Direction) => DepartmentSort> = {
  Department: (name) => ({ name }),
  "Part of": (name) => ({ parent: { name } }),
  People: (count) => ({ membersAggregate: { count } }),
  Reuses: (count) => ({ reusesAggregate: { count } }),
  "Reuses of lessons": (count) => ({ reusesOfLessonsAggregate: { count } }),
};

export function DepartmentListPage() {
  const { search, setParams } = useView();
  const text = new URLSearchParams(search).get("q") ?? "";
  const query = useQuery(DepartmentDirectoryDocument, {
    where: text ? { name: { contains: text } } : {},
    sort: listSort(search, "departments", SORT_KEYS, { name: "ASC" }),
    ...usePage(PAGE_SIZE),
  });
  return (
    <>
      <PageTitle>Departments</PageTitle>
      <SearchForm label="Name" text={text} onSearch={(q) => setParams({ q })} />
      <QueryResult query={query}>
        {({ departments: { nodes, totalCount, pageInfo } }) => (
          <>
            <Table
              caption={plural(totalCount, "department")}
              file="departments"
              rows={nodes}
              emptyText="No department of that name. Type fewer letters."
              sortedByService={Object.keys(SORT_KEYS)}
              columns={[
                { header: "Department", value: ({ name }) => name, show: ({ id, name }) => <Link href={departmentPath(id)}>{name}</Link> },
                {
                  header: "Part of",
                  value: ({ parent }) => parent?.name ?? null,
                  show: ({ parent }) => parent && <Link href={departmentPath(parent.id)}>{parent.name}</Link>,
                },
                {
                  header: "Closed",
                  value: ({ closedOn }) => closedOn ?? null,
                  show: ({ closedOn }) => formatDate(closedOn),
                  optional: true,
                },
                {
                  header: "People",
                  value: ({ membersAggregate }) => membersAggregate.count,
                  hint: "Members, without the departments below",
                },
                {
                  header: "Lessons",
                  value: ({ lessonsAggregate }) => lessonsAggregate.count,
                  hint: "Lessons learned in the department, without drafts",
                },
                {
                  header: "Reuses of lessons",
                  value: ({ reusesOfLessonsAggregate }) => reusesOfLessonsAggregate.count,
                  hint: "How often the lessons of the department were reused, by anybody",
                },
                {
                  header: "Reuses",
                  value: ({ reusesAggregate }) => reusesAggregate.count,
                  hint: "How often the department reused a lesson",
                },
              ]}
            />
            <Pager pageInfo={pageInfo} />
          </>
        )}
      </QueryResult>
    </>
  );
}
