/** People who carry lessons between departments, and exchanges that depend on one of them. */

import { Link } from "wouter-preact";
import { formatPercent } from "../../text/format";
import { dependenceSentence } from "../../text/sentences";
import { Table } from "../../ui/table";
import { personPath } from "../../url/paths";
import { useView } from "../../url/view-params";
import { Departure } from "./departure";
import { PairLink } from "./flow-table";
import type { NetworkData, NetworkVariables } from "./page";

type Broker = NetworkData["brokers"][number];

export function Brokers({ network: { brokers, pairsAtRisk }, variables }: { network: NetworkData; variables: NetworkVariables }) {
  const [worst] = pairsAtRisk;
  return (
    <section id="risks" aria-labelledby="risks-title">
      <h2 id="risks-title">{worst ? dependenceSentence(worst) : "No exchange depends on one person"}</h2>
      <PairsAtRisk pairs={pairsAtRisk} />
      <BrokerTable brokers={brokers.filter((broker) => countAcross(broker) > 0)} />
      <Departure variables={variables} />
    </section>
  );
}

function PairsAtRisk({ pairs }: { pairs: NetworkData["pairsAtRisk"] }) {
  return (
    <Table
      caption="Exchanges that depend on one person for more than half of their reuses"
      file="pairs-at-risk"
      rows={pairs}
      marked={() => true}
      emptyText="No exchange of five reuses or more depends on one person."
      columns={[
        { header: "Source department", value: ({ from }) => from.name },
        { header: "Reusing department", value: ({ to }) => to.name },
        {
          header: "Depends on",
          value: ({ person }) => person?.name ?? null,
          show: ({ person }) => (person ? <PersonActions person={person} /> : "a person who is not named"),
        },
        { header: "Share", value: ({ share }) => share, show: ({ share }) => formatPercent(share) },
        {
          header: "Reuses",
          value: ({ events }) => events,
          show: ({ from, to, events }) => <PairLink from={from} to={to} count={events} />,
        },
      ]}
    />
  );
}

function BrokerTable({ brokers }: { brokers: readonly Broker[] }) {
  const top = brokers[0]?.person;
  return (
    <>
      <h3>{top ? `${top.name} carries the most lessons between departments` : "Brokers"}</h3>
      <Table
        caption="How often each person connects two people who do not reuse from each other"
        file="brokers"
        rows={brokers}
        emptyText="Nobody connects departments in this period."
        columns={[
          {
            header: "Person",
            value: ({ person }) => person?.name ?? null,
            show: ({ person }) => (person ? <PersonActions person={person} /> : "–"),
          },
          { header: "Department", value: ({ group }) => group.name },
          {
            header: "Brings in",
            value: ({ gatekeeper }) => gatekeeper,
            hint: "Gatekeeper: brings lessons of another department into their own",
          },
          {
            header: "Passes on",
            value: ({ representative }) => representative,
            hint: "Representative: passes lessons of their own department on to another",
          },
          {
            header: "Connects others",
            value: ({ itinerant, liaison }) => itinerant + liaison,
            hint: "Liaison and itinerant: connects two other departments, or two people of another department",
          },
          {
            header: "Within department",
            value: ({ coordinator }) => coordinator,
            hint: "Coordinator: connects two colleagues of their own department",
          },
          {
            header: "Contacts",
            value: ({ people }) => people,
            hint: "People whose lessons they reused, or who reused theirs",
          },
        ]}
      />
    </>
  );
}

/** How often a person connects people of different departments, or of a department that is not their own. */
function countAcross({ gatekeeper, representative, itinerant, liaison }: Broker): number {
  return gatekeeper + representative + itinerant + liaison;
}

function PersonActions({ person: { id, name } }: { person: { id: string; name: string } }) {
  const { setParams } = useView();
  return (
    <>
      <Link href={personPath(id)}>{name}</Link>{" "}
      <button type="button" class="quiet inline" aria-label={`What if they leave? ${name}`} onClick={() => setParams({ leaves: id })}>
        What if they leave?
      </button>
    </>
  );
}
