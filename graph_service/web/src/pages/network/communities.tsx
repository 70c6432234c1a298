/** Who learns together: groups of people found in who reused whose lessons, against the organisation chart. */
import { Link } from "wouter-preact";
import { useQuery } from "../../api/graphql-client";
import { CommunityBars } from "../../charts/community-bars";
import { Picture } from "../../charts/picture";
import { CommunitiesDocument, type CommunitiesQuery } from "../../generated/graphql";
import { communitiesTitle } from "../../text/community-sentences";
import { formatNumber, joinNames, plural } from "../../text/format";
import type { Column } from "../../ui/lists/table";
import { PageTitle } from "../../ui/page-title";
import { QueryResult } from "../../ui/query-result";
import { personPath } from "../../url/paths";
import { NothingReused } from "./nothing-reused";
import type { NetworkVariables } from "./page";

type Found = CommunitiesQuery["network"]["communities"];
type Community = Found["communities"][number];

export function CommunitiesTab({ variables }: { variables: NetworkVariables }) {
  const query = useQuery(CommunitiesDocument, variables);
  return (
    <QueryResult query={query} isEmpty={({ network }) => !network.communities.communities.length}>
      {({ network }) => <Communities found={network.communities} />}
    </QueryResult>
  );
}

function Communities({ found }: { found: Found }) {
  const { communities, people, events, agreement, modularity } = found;
  const rows = communities.map((community, index) => ({ ...community, name: `Community ${index + 1}` }));
  return (
    <>
      <PageTitle>{communitiesTitle(found)}</PageTitle>
      {!communities.length && <NothingReused />}
      {communities.length > 0 && (
        <>
          <p class="lead">{`${plural(people, "person forms", "people form")} ${plural(communities.length, "community", "communities")}: those within one reuse each other’s lessons more than those of others. Found from ${plural(events, "reuse")}.`}</p>
          <Picture
            file="communities"
            table={{ caption: "Communities and the departments of their people", rows, columns: COLUMNS }}
            footer={
              <details class="how">
                <summary>How it is found</summary>
                <p>
                  {`People are grouped by who reused whose lessons (Leiden algorithm). How clearly the groups are separated: modularity ${decimal(modularity)}; from about 0.3 on they are clear. How closely they follow the departments: adjusted Rand index ${decimal(agreement)}; 1 is the same, 0 no more than by chance.`}
                </p>
              </details>
            }
          >
            {(width) => <CommunityBars communities={rows} width={width} />}
          </Picture>
        </>
      )}
    </>
  );
}

function decimal(value: number | null | undefined): string {
  return value == null ? "–" : value.toFixed(2);
}

const COLUMNS: readonly Column<Community & { name: string }>[] = [
  { header: "Community", value: ({ name }) => name },
  { header: "People", value: ({ people }) => people },
  { header: "Departments", value: ({ groups }) => groups.map(({ group, people }) => `${group.name} ${formatNumber(people)}`).join(", ") },
  {
    header: "With most contacts",
    value: ({ members }) =>
      joinNames(
        members.map(({ name }) => name),
        5,
      ),
    show: ({ members }) =>
      members.map(({ id, name }, index) => (
        <span key={id}>
          {index > 0 && ", "}
          <Link href={personPath(id)}>{name}</Link>
        </span>
      )),
  },
];
