/** All topics, with their lessons and projects. */
import { Link } from "wouter-preact";
import { countOthers } from "../api/by-others";
import { useQuery } from "../api/graphql-client";
import { TopicDirectoryDocument, type TopicSort } from "../generated/graphql";
import { nothingYet } from "../text/empty-sentences";
import { joinNames, plural } from "../text/format";
import { Directory, type SortKeys, useDirectoryPage } from "../ui/lists/directory";
import { SearchForm } from "../ui/lists/search-form";
import { PageTitle } from "../ui/page-title";
import { topicPath } from "../url/paths";
import { useView } from "../url/view-params";

const PAGE_SIZE = 100;

const SORT_KEYS: SortKeys<TopicSort> = {
  Topic: (name) => ({ name }),
  Projects: (count) => ({ projectsAggregate: { count } }),
  "Reused by others": (direction) => ({ reusesOfLessonsAggregate: countOthers(direction) }),
};

export function TopicListPage() {
  const { search, setParams } = useView();
  const text = new URLSearchParams(search).get("q") ?? "";
  const page = useDirectoryPage("topics", SORT_KEYS, { name: "ASC" }, PAGE_SIZE);
  const query = useQuery(TopicDirectoryDocument, { where: text ? { name: { contains: text } } : {}, ...page });
  return (
    <>
      <PageTitle>Topics</PageTitle>
      <SearchForm label="Name" text={text} onSearch={(q) => setParams({ q })} />
      <Directory
        query={query}
        list={({ topics }) => topics}
        caption={(count) => plural(count, "topic")}
        file="topics"
        sortKeys={SORT_KEYS}
        emptyText={text ? "No topic of that name. Type fewer letters." : nothingYet("topic")}
        columns={() => [
          { header: "Topic", value: ({ name }) => name, show: ({ id, name }) => <Link href={topicPath(id)}>{name}</Link> },
          { header: "Part of", value: ({ broader }) => joinNames(broader.nodes.map(({ name }) => name)) || null, optional: true },
          { header: "Description", value: ({ description }) => description ?? null, optional: true },
          { header: "Lessons", value: ({ lessonsAggregate }) => lessonsAggregate.count, hint: "Without narrower topics" },
          {
            header: "Reused by others",
            value: ({ reusesOfLessonsAggregate }) => reusesOfLessonsAggregate.count,
            hint: "How often others reused the lessons of the topic",
          },
          { header: "Projects", value: ({ projectsAggregate }) => projectsAggregate.count },
        ]}
      />
    </>
  );
}
