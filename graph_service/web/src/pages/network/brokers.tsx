/** Who carries lessons between departments, which exchanges depend on one person, and what would be missing without them. */
import { Link } from "wouter-preact";
import { useQuery } from "../../api/graphql-client";
import { BrokersDocument, type BrokersQuery } from "../../generated/graphql";
import { formatPercent } from "../../text/format";
import { dependenceSentence, noDependenceSentence } from "../../text/sentences";
import { type Column, Table } from "../../ui/lists/table";
import { PageTitle } from "../../ui/page-title";
import { QueryResult } from "../../ui/query-result";
import { personPath } from "../../url/paths";
import { useView } from "../../url/view-params";
import { Departure } from "./departure";
import { NothingReused } from "./nothing-reused";
import type { NetworkVariables } from "./page";
import { PairLink } from "./pair-link";

type BrokersData = BrokersQuery["network"];
type Broker = BrokersData["brokers"][number];
const MOST_BROKERS = 12; // as many as the query asks for
type Pair = BrokersData["pairsAtRisk"][number];

export function BrokersTab({ variables }: { variables: NetworkVariables }) {
  const query = useQuery(BrokersDocument, variables);
  return <QueryResult query={query}>{({ network }) => <Brokers network={network} variables={variables} />}</QueryResult>;
}

function Brokers({ network: { brokers, pairsAtRisk, flow }, variables }: { network: BrokersData; variables: NetworkVariables }) {
  const [worst] = pairsAtRisk;
  const connecting = brokers.filter((broker) => countAcross(broker) > 0);
  return (
    <>
      <PageTitle>{worst ? dependenceSentence(worst) : noDependenceSentence(flow.cells)}</PageTitle>
      <Departure variables={variables} />
      {pairsAtRisk.length > 0 && (
        <section class="first" aria-labelledby="dependence">
          <h2 id="dependence">Depends on one person</h2>
          <Table
            caption="Exchanges of 5 reuses or more, over half of which came through one person: made by them, or of lessons that nobody else learned"
            file="depends-on-one-person"
            rows={pairsAtRisk}
            columns={PAIR_COLUMNS}
          />
        </section>
      )}
      {!connecting.length && !pairsAtRisk.length ? <NothingReused /> : <Connecting brokers={connecting} />}
    </>
  );
}

function Connecting({ brokers }: { brokers: readonly Broker[] }) {
  return (
    <section aria-labelledby="connects">
      <h2 id="connects">{brokersTitle(brokers)}</h2>
      <Roles />
      <Table
        caption="How often each person stands between two people who do not reuse from each other"
        file="brokers"
        rows={brokers}
        emptyText="Nobody connects departments in this period."
        columns={BROKER_COLUMNS}
      />
      {brokers.length === MOST_BROKERS && <p class="meta">{`Listed are the ${MOST_BROKERS} people who connect departments most often.`}</p>}
    </section>
  );
}

function brokersTitle([first, second]: readonly Broker[]): string {
  if (!first?.person) return "Nobody connects departments in this period";
  const isAlone = !second || countAcross(first) > countAcross(second);
  return isAlone ? `${first.person.name} connects departments most often` : "People who connect departments";
}

/** What the columns mean, on the page: their names alone do not say it. */
function Roles() {
  return (
    <dl class="facts roles">
      <dt>Brings in</dt>
      <dd>brings lessons of another department into their own (gatekeeper)</dd>
      <dt>Passes on</dt>
      <dd>passes lessons of their own department on to another (representative)</dd>
      <dt>Connects others</dt>
      <dd>connects two other departments, or two people of another department (liaison, itinerant)</dd>
      <dt>Within department</dt>
      <dd>connects two colleagues of their own department (coordinator)</dd>
      <dt>Contacts</dt>
      <dd>people whose lessons they reused, or who reused theirs</dd>
    </dl>
  );
}

const PAIR_COLUMNS: readonly Column<Pair>[] = [
  {
    header: "Depends on",
    value: ({ person }) => person?.name ?? null,
    show: ({ person }) => (person ? <PersonActions person={person} /> : "a person who is not named"),
  },
  { header: "Source department", value: ({ from }) => from.name },
  { header: "Reusing department", value: ({ to }) => to.name },
  {
    header: "Share",
    value: ({ share }) => share,
    show: ({ share }) => formatPercent(share),
    hint: "The part of the reuses that came through the person; a lesson or a reuse of two departments counts half for each",
  },
  { header: "Reuses", value: ({ events }) => events, show: ({ from, to, events }) => <PairLink from={from} to={to} count={events} /> },
];

const BROKER_COLUMNS: readonly Column<Broker>[] = [
  {
    header: "Person",
    value: ({ person }) => person?.name ?? null,
    show: ({ person }) => (person ? <PersonActions person={person} /> : "–"),
  },
  { header: "Department", value: ({ group }) => group.name },
  { header: "Brings in", value: ({ gatekeeper }) => gatekeeper },
  { header: "Passes on", value: ({ representative }) => representative },
  { header: "Connects others", value: ({ itinerant, liaison }) => itinerant + liaison },
  { header: "Within department", value: ({ coordinator }) => coordinator },
  { header: "Contacts", value: ({ people }) => people },
];

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
