/** All people, with what they learned and reused. */
import { Link } from "wouter-preact";
import { countOthers } from "../../api/by-others";
import { useDirectory } from "../../api/directory";
import { useQuery } from "../../api/graphql-client";
import { departmentSubtree } from "../../api/subtree";
import { PeopleDirectoryDocument, type PersonSort, type PersonWhere } from "../../generated/graphql";
import { nothingYet } from "../../text/empty-sentences";
import { plural } from "../../text/format";
import { Directory, type SortKeys, useDirectoryPage } from "../../ui/lists/directory";
import { SearchForm } from "../../ui/lists/search-form";
import { PageTitle } from "../../ui/page-title";
import { departmentPath, personPath } from "../../url/paths";
import { useView } from "../../url/view-params";

const PAGE_SIZE = 50;

const SORT_KEYS: SortKeys<PersonSort> = {
  Name: (name) => ({ name }),
  Title: (title) => ({ title }),
  Department: (name) => ({ department: { name } }),
  "Reused from others": (direction) => ({ reusesAggregate: countOthers(direction) }),
  "Reused by others": (direction) => ({ reusesOfLessonsAggregate: countOthers(direction) }),
};

export function PeopleDirectory() {
  const { search, setParams } = useView();
  const { data: directory } = useDirectory();
  const params = new URLSearchParams(search);
  const text = params.get("q") ?? "";
  const department = params.get("in") ?? "";
  const isAll = params.has("left");
  const where: PersonWhere = {
    ...(text ? { name: { contains: text } } : {}),
    ...(department ? { department: { id: { in: directory ? departmentSubtree(directory, department) : [department] } } } : {}),
    ...(isAll ? {} : { active: { eq: true } }),
  };
  const page = useDirectoryPage("people", SORT_KEYS, { name: "ASC" }, PAGE_SIZE);
  const query = useQuery(PeopleDirectoryDocument, { where, ...page });
  return (
    <>
      <PageTitle>People</PageTitle>
      <SearchForm label="Name" text={text} onSearch={(q) => setParams({ q })}>
        <label>
          <span>Department</span>
          <select value={department} onChange={({ currentTarget }) => setParams({ in: currentTarget.value || undefined })}>
            <option value="">any</option>
            {directory?.departments.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>Include</span>
          <select value={isAll ? "1" : ""} onChange={({ currentTarget }) => setParams({ left: currentTarget.value || undefined })}>
            <option value="">active people</option>
            <option value="1">everybody, including people who have left</option>
          </select>
        </label>
      </SearchForm>
      <Directory
        query={query}
        list={({ people }) => people}
        caption={(count) => plural(count, "person", "people")}
        file="people"
        sortKeys={SORT_KEYS}
        emptyText={text || department ? "Nobody matches. Remove a filter, or type fewer letters." : nothingYet("person")}
        columns={() => [
          { header: "Name", value: ({ name }) => name, show: ({ id, name }) => <Link href={personPath(id)}>{name}</Link> },
          { header: "Title", value: ({ title }) => title ?? null, optional: true },
          {
            header: "Department",
            value: ({ department }) => department?.name ?? null,
            show: ({ department }) => department && <Link href={departmentPath(department.id)}>{department.name}</Link>,
          },
          { header: "Left", value: ({ active }) => (active ? null : "has left"), optional: true },
          { header: "Lessons", value: ({ lessonsAggregate }) => lessonsAggregate.count, hint: "Lessons the person learned" },
          {
            header: "Reused by others",
            value: ({ reusesOfLessonsAggregate }) => reusesOfLessonsAggregate.count,
            hint: "How often others reused the lessons of the person",
          },
          {
            header: "Reused from others",
            value: ({ reusesAggregate }) => reusesAggregate.count,
            hint: "How often the person reused a lesson of others",
          },
        ]}
      />
    </>
  );
}
