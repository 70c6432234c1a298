/** The reuses that would be missing if a person left. The address contains the id of the person. */
import { useEffect, useRef } from "preact/hooks";
import { useQuery } from "../../api/graphql-client";
import { WithoutDocument } from "../../generated/graphql";
import { QueryResult } from "../../ui/query-result";
import { useView } from "../../url/view-params";
import { DepartureLoss } from "./departure-loss";
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
            <DepartureLoss id={personId} name={person?.name ?? "this person"} without={without} />
            <button type="button" class="quiet" onClick={() => setParams({ leaves: undefined })}>
              Close
            </button>
          </>
        )}
      </QueryResult>
    </aside>
  );
}
