/** The flow between all pairs of groups as a table, which is loaded when the reader opens it: 60 departments have thousands of rows. */
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { useQuery } from "../../api/graphql-client";
import { FlowTableDocument } from "../../generated/graphql";
import { formatNumber } from "../../text/format";
import { QueryResult } from "../../ui/query-result";
import { Table } from "../../ui/table";
import { evidenceLink } from "../../url/evidence-link";
import { useView } from "../../url/view-params";
import type { NetworkVariables } from "./page";

export function FlowTable({ variables }: { variables: NetworkVariables }) {
  const [wasOpened, setWasOpened] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setWasOpened((before) => before || currentTarget.open)}>
      <summary>Show as table</summary>
      {wasOpened && <LoadedTable variables={variables} />}
    </details>
  );
}

function LoadedTable({ variables }: { variables: NetworkVariables }) {
  const query = useQuery(FlowTableDocument, variables);
  return (
    <QueryResult query={query}>
      {({ network: { flow } }) => (
        <Table
          caption="Reuses by source department and reusing department"
          file="flow"
          first={40}
          rows={[...flow.cells].sort((a, b) => b.reuses - a.reuses)}
          columns={[
            { header: "Source department", value: ({ from }) => from.name },
            { header: "Reusing department", value: ({ to }) => to.name },
            {
              header: "Reuses",
              value: ({ reuses }) => reuses,
              show: ({ from, to, reuses }) => <PairLink from={from} to={to} count={reuses} />,
            },
            { header: "Hours saved", value: ({ hoursSaved }) => hoursSaved ?? null, optional: true },
            { header: "Events", value: ({ events }) => events, hint: "Number of reuses, each counted once" },
            { header: "People", value: ({ people }) => people },
          ]}
        />
      )}
    </QueryResult>
  );
}

interface Group {
  id: string;
  kind: string;
}

/** A number of reuses between two groups, with a link to them where both are single departments. */
export function PairLink({ from, to, count }: { from: Group; to: Group; count: number }) {
  const { search, view } = useView();
  if (from.kind !== "DEPARTMENT" || to.kind !== "DEPARTMENT") return <>{formatNumber(count)}</>;
  const href = evidenceLink(search, { learnedIn: from.id, reusedIn: to.id, includeBelow: view.level !== undefined });
  return <Link href={href}>{formatNumber(count)}</Link>;
}
