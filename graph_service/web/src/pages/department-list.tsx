/** All departments, with their people, lessons and reuses. */
import { Link } from "wouter-preact";
import { countOthers } from "../api/by-others";
import { useDirectory } from "../api/directory";
import { useQuery } from "../api/graphql-client";
import { countPeopleBelow } from "../api/subtree";
import { DepartmentDirectoryDocument, type DepartmentSort } from "../generated/graphql";
import { nothingYet } from "../text/empty-sentences";
import { formatDate, plural } from "../text/format";
import { Directory, type SortKeys, useDirectoryPage } from "../ui/lists/directory";
import { SearchForm } from "../ui/lists/search-form";
import { PageTitle } from "../ui/page-title";
import { departmentPath } from "../url/paths";
import { useView } from "../url/view-params";

const PAGE_SIZE = 100;

const SORT_KEYS: SortKeys<DepartmentSort> = {
  Department: (name) => ({ name }),
  "Part of": (name) => ({ parent: { name } }),
  Members: (count) => ({ membersAggregate: { count } }),
  "Reused from others": (direction) => ({ reusesAggregate: countOthers(direction) }),
  "Reused by others": (direction) => ({ reusesOfLessonsAggregate: countOthers(direction) }),
};

export function DepartmentListPage() {
  const { search, setParams } = useView();
  const { data: directory } = useDirectory();
  const text = new URLSearchParams(search).get("q") ?? "";
  const page = useDirectoryPage("departments", SORT_KEYS, { name: "ASC" }, PAGE_SIZE);
  const query = useQuery(DepartmentDirectoryDocument, { where: text ? { name: { contains: text } } : {}, ...page });
  return (
    <>
      <PageTitle>Departments</PageTitle>
      <SearchForm label="Name" text={text} onSearch={(q) => setParams({ q })} />
      <Directory
        query={query}
        list={({ departments }) => departments}
        caption={(count) => plural(count, "department")}
        file="departments"
        sortKeys={SORT_KEYS}
        emptyText={text ? "No department of that name. Type fewer letters." : nothingYet("department")}
        columns={({ people }) => [
          { header: "Department", value: ({ name }) => name, show: ({ id, name }) => <Link href={departmentPath(id)}>{name}</Link> },
          {
            header: "Part of",
            value: ({ parent }) => parent?.name ?? null,
            show: ({ parent }) => parent && <Link href={departmentPath(parent.id)}>{parent.name}</Link>,
          },
          { header: "Closed", value: ({ closedOn }) => closedOn ?? null, show: ({ closedOn }) => formatDate(closedOn), optional: true },
          {
            header: "Members, with departments below",
            value: ({ id }) => countPeopleBelow(directory, people, id),
            optional: true,
          },
          { header: "Members", value: ({ membersAggregate }) => membersAggregate.count },
          {
            header: "Lessons",
            value: ({ lessonsAggregate }) => lessonsAggregate.count,
            hint: "Lessons learned in the department itself",
          },
          {
            header: "Reused by others",
            value: ({ reusesOfLessonsAggregate }) => reusesOfLessonsAggregate.count,
            hint: "How often the lessons of the department itself were reused, by people of any department",
          },
          {
            header: "Reused from others",
            value: ({ reusesAggregate }) => reusesAggregate.count,
            hint: "How often people of the department itself reused a lesson",
          },
        ]}
      />
    </>
  );
}
