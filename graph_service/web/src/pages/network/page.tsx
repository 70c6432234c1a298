/** The network between departments: the flow of lessons, silos, brokers and dependence on one person, and introductions that would help. */
import { useQuery } from "../../api/graphql-client";
import { NetworkDocument, type NetworkQuery } from "../../generated/graphql";
import { plural } from "../../text/format";
import { PageTitle } from "../../ui/page-title";
import { QueryResult } from "../../ui/query-result";
import { useScrollToHash } from "../../url/scroll-to-hash";
import { type DateRange, useView } from "../../url/view-params";
import { Brokers } from "./brokers";
import { Flow } from "./flow";
import { Introductions } from "./introductions";
import { Silos } from "./silos";

export type NetworkData = NetworkQuery["network"];
export type NetworkVariables = { window: DateRange | null; level: number | null; topic: string | null };

export function NetworkPage() {
  const { view } = useView();
  const variables = { window: view.window ?? null, level: view.level ?? null, topic: view.topic ?? null };
  const query = useQuery(NetworkDocument, variables);
  return <QueryResult query={query}>{({ network }) => <Network network={network} variables={variables} />}</QueryResult>;
}

function Network({ network, variables }: { network: NetworkData; variables: NetworkVariables }) {
  useScrollToHash();
  return (
    <>
      <PageTitle>{networkTitle(network)}</PageTitle>
      <Flow network={network} variables={variables} />
      <Silos silos={network.silos} />
      <Brokers network={network} variables={variables} />
      <Introductions hasReuses={network.flow.events > 0} variables={variables} />
    </>
  );
}

function networkTitle({ flow }: NetworkData): string {
  if (!flow.events) return "Nothing was reused in this period";
  const names = new Map(flow.groups.filter(({ kind }) => kind !== "UNATTRIBUTED").map(({ id, name }) => [id, name]));
  const [busiest] = flow.cells
    .filter(({ from, to }) => from.id !== to.id && names.has(from.id) && names.has(to.id))
    .sort((a, b) => b.reuses - a.reuses);
  if (!busiest) return "No lesson was reused by another department";
  return `${names.get(busiest.from.id)} to ${names.get(busiest.to.id)} is the busiest route: ${plural(busiest.reuses, "reuse")}`;
}
