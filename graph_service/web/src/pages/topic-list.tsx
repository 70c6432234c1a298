/** All topics, with their lessons and projects. */
import { Link } from "wouter-preact";
import { useQuery } from "../api/graphql-client";
import { type Direction, TopicDirectoryDocument, type TopicSort } from "../generated/graphql";
import { joinNames, plural } from "../text/format";
import { PageTitle } from "../ui/page-title";
import { Pager } from "../ui/pager";
import { QueryResult } from "../ui/query-result";
import { SearchForm } from "../ui/search-form";
import { Table } from "../ui/table";
import { usePage } from "../url/paging";
import { topicPath } from "../url/paths";
import { listSort } from "../url/table-sort";
import { useView } from "../url/view-params";

const PAGE_SIZE = 100;

const SORT_KEYS: Record<string, (direction: Direction) => TopicSort> = {
  Topic: (name) => ({ name }),
  Projects: (count) => ({ projectsAggregate: { count } }),
  "Reuses of lessons": (count) => ({ reusesOfLessonsAggregate: { count } }),
};

export function TopicListPage() {
  const { search, setParams } = useView();
  const text = new URLSearchParams(search).get("q") ?? "";
  const query = useQuery(TopicDirectoryDocument, {
    where: text ? { name: { contains: text } } : {},
    sort: listSort(search, "topics", SORT_KEYS, { name: "ASC" }),
    ...usePage(PAGE_SIZE),
  });
  return (
    <>
      <PageTitle>Topics</PageTitle>
      <SearchForm label="Name" text={text} onSearch={(q) => setParams({ q })} />
      <QueryResult query={query}>
        {({ topics: { nodes, totalCount, pageInfo } }) => (
          <>
            <Table
              caption={plural(totalCount, "topic")}
              file="topics"
              rows={nodes}
              emptyText="No topic of that name. Type fewer letters."
              sortedByService={Object.keys(SORT_KEYS)}
              columns={[
                { header: "Topic", value: ({ name }) => name, show: ({ id, name }) => <Link href={topicPath(id)}>{name}</Link> },
                { header: "Part of", value: ({ broader }) => joinNames(broader.nodes.map(({ name }) => name)) || null, optional: true },
                { header: "Description", value: ({ description }) => description ?? null, optional: true },
                {
                  header: "Lessons",
                  value: ({ lessonsAggregate }) => lessonsAggregate.count,
                  hint: "Without drafts and without narrower topics",
                },
                {
                  header: "Reuses of lessons",
                  value: ({ reusesOfLessonsAggregate }) => reusesOfLessonsAggregate.count,
                  hint: "How often the lessons of the topic were reused, by anybody",
                },
                { header: "Projects", value: ({ projectsAggregate }) => projectsAggregate.count },
              ]}
            />
            <Pager pageInfo={pageInfo} />
          </>
        )}
      </QueryResult>
    </>
  );
}
