/** The reuses that would be missing if a person left. The address contains the id of the person. */
import { useEffect, useRef } from "preact/hooks";
import { useQuery } from "../../api/graphql-client";
import { WithoutDocument, type WithoutQuery } from "../../generated/graphql";
import { formatNumber, plural } from "../../text/format";
import { QueryResult } from "../../ui/query-result";
import { Table } from "../../ui/table";
import { useView } from "../../url/view-params";
import type { NetworkVariables } from "./page";

export function Departure({ variables }: { variables: NetworkVariables }) {
  const { search, setParams } = useView();
  const personId = new URLSearchParams(search).get("leaves");
  const query = useQuery(WithoutDocument, personId ? { ...variables, person: personId } : undefined);
  const container = useRef<HTMLElement>(null);
  useEffect(() => {
    if (personId && query.data) container.current?.scrollIntoView({ block: "nearest" });
  }, [query.data]);
  if (!personId) return null;
  return (
    <aside class="note" aria-live="polite" aria-label="If this person leaves" ref={container}>
      <QueryResult query={query}>
        {({ person, network: { without } }) => (
          <>
            <p>
              <strong>Without {person?.name}</strong>, {lossText(without)}.
            </p>
            <Table
              caption="Exchanges that would lose reuses"
              file={`without-${personId}`}
              rows={[...without.pairsLost.map((pair) => ({ ...pair, flowLost: pair.flow })), ...without.pairsWeakened]}
              emptyText="No pair of departments would exchange less."
              columns={[
                { header: "Source department", value: ({ from }) => from.name },
                { header: "Reusing department", value: ({ to }) => to.name },
                { header: "Reuses", value: ({ flow }) => flow },
                { header: "Missing", value: ({ flowLost }) => flowLost },
              ]}
            />
            <button type="button" class="quiet" onClick={() => setParams({ leaves: undefined })}>
              Close
            </button>
          </>
        )}
      </QueryResult>
    </aside>
  );
}

function lossText({ events, eventsLost, pairsLost }: WithoutQuery["network"]["without"]): string {
  const reuses = `${formatNumber(eventsLost)} of ${plural(events, "reuse")} would be missing`;
  return pairsLost.length ? `${reuses}, and ${plural(pairsLost.length, "pair")} of departments would exchange nothing` : reuses;
}
