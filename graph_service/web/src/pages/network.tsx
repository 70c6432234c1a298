/** Who takes from whom: the network as a picture, a matrix and tables; who carries it, what rests on one person, and who should meet. */
import { useCallback, useMemo, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { useView } from "../address";
import { useAnswer } from "../asking";
import { Chart, type Ink } from "../chart";
import { meetingSentence, riskSentence, siloSentence, sum } from "../findings";
import { NetworkDocument, type NetworkQuery, WithoutDocument } from "../generated/graphql";
import { across, circle, matrix, namesOf, streams } from "../pictures";
import { Show } from "../state";
import { Table } from "../table";
import { Title } from "../title";
import { listed, number, percent, plural } from "../words";

type Found = NetworkQuery["network"];

const VERDICTS: Record<string, string> = { SILO: "keeps to itself", OPEN: "open", TYPICAL: "nothing unusual", TOO_LITTLE_EVIDENCE: "too little evidence" };

export function Network() {
  const { view } = useView();
  const variables = { window: view.window ?? null, level: view.level ?? null, topic: view.topic ?? null };
  const answer = useAnswer(NetworkDocument, variables);
  return (
    <Show answer={answer}>
      {({ network }) => (
        <>
          <Title>{title(network)}</Title>
          <Flow network={network} />
          <Silos network={network} />
          <Brokers network={network} variables={variables} />
          <Introductions network={network} />
        </>
      )}
    </Show>
  );
}

function title({ silos, flow }: Found): string {
  const closed = silos.filter(({ verdict }) => verdict === "SILO").map(({ group }) => group.name);
  if (!flow.events) return "Nothing was reused in this time";
  return closed.length ? `${listed(closed)} ${closed.length === 1 ? "keeps to itself" : "keep to themselves"}` : "No department keeps to itself";
}

function Silos({ network }: { network: Found }) {
  const closed = network.silos.filter(({ verdict }) => verdict === "SILO");
  return (
    <section id="silos" aria-labelledby="silos-title">
      <h2 id="silos-title">Reuse of a department’s own lessons, against chance</h2>
      {closed.map((silo) => (
        <p key={silo.group.id}>{siloSentence(silo)}</p>
      ))}
      <Table
        caption="Reuse of own lessons against chance"
        file="silos"
        rows={network.silos}
        marked={({ verdict }) => verdict === "SILO"}
        empty="Nobody reused a lesson of others in this time."
        columns={[
          { head: "Department", value: ({ group }) => group.name },
          { head: "Verdict", value: ({ verdict }) => VERDICTS[verdict] ?? verdict },
          { head: "Reuses", value: ({ events }) => events, hint: "Reuses made in the department of what somebody else learned" },
          { head: "Own", value: ({ internal }) => internal, hint: "How many of the lessons were the department’s own" },
          { head: "By chance", value: ({ expected }) => expected, hint: "How many would have been, had chance chosen among what was there that day" },
          { head: "Excess", value: ({ excess }) => excess, show: ({ excess }) => percent(excess), hint: "0 % is chance, 100 % only its own" },
          { head: "People", value: ({ people }) => people },
        ]}
      />
    </section>
  );
}

const PICTURES = { circle: "Circle", matrix: "Matrix", streams: "Streams" } as const;
type Picture = keyof typeof PICTURES;
const SAYS: Record<Picture, string> = {
  circle: "Each circle is a department, the larger the more it gave and took. Lines lead from where lessons were learned to where they were reused.",
  matrix: "Each square says how often lessons learned in one department (rows) were reused in another (columns). On the diagonal departments reuse their own.",
  streams: "From where lessons were learned, on the left, to where they were reused, on the right. What stays at home is left out.",
};

function Flow({ network }: { network: Found }) {
  const { search, set } = useView();
  const given = new URLSearchParams(search).get("picture") ?? "";
  const picture = (given in PICTURES ? given : "circle") as Picture;
  const cells = useMemo(() => network.flow.cells.filter(({ from, to }) => from.kind !== "UNATTRIBUTED" && to.kind !== "UNATTRIBUTED"), [network]);
  const closed = useMemo(() => new Set(network.silos.filter(({ verdict }) => verdict === "SILO").map(({ group }) => group.name)), [network]);
  const draw = useCallback((ink: Ink, width: number) => ({ circle, matrix, streams })[picture](cells, closed, ink, width), [cells, closed, picture]);
  if (!cells.length) return null;
  const widest = across(cells);
  const height = picture === "matrix" ? 150 + 26 * namesOf(cells).length : 460;
  return (
    <section id="flow" aria-labelledby="flow-title">
      <h2 id="flow-title">{widest[0] ? `Most goes from ${widest[0].from.name} to ${widest[0].to.name}: ${plural(widest[0].reuses, "reuse")}` : "Nothing crosses departments"}</h2>
      <fieldset class="choice">
        <legend class="unseen">Picture</legend>
        {Object.entries(PICTURES).map(([value, name]) => (
          <label key={value}>
            <input type="radio" name="picture" value={value} checked={picture === value} onChange={() => set({ picture: value === "circle" ? undefined : value })} />
            <span>{name}</span>
          </label>
        ))}
      </fieldset>
      <p>
        {SAYS[picture]}
        {closed.size > 0 && " In the other colour: who keeps to themselves."}
      </p>
      <Chart label={`Where lessons went: ${widest.slice(0, 8).map(({ from, to, reuses }) => `${from.name} to ${to.name} ${number(reuses)}`).join("; ")}.`} height={height} draw={draw} file="flow" />
      <details>
        <summary>The same as a table</summary>
        <Table
          caption="Reuses by where a lesson was learned and where it was reused"
          file="flow"
          rows={[...cells].sort((one, other) => other.reuses - one.reuses)}
          columns={[
            { head: "Learned in", value: ({ from }) => from.name },
            { head: "Reused in", value: ({ to }) => to.name },
            { head: "Reuses", value: ({ reuses }) => reuses },
            { head: "Hours saved", value: ({ hoursSaved }) => hoursSaved ?? null },
            { head: "Events", value: ({ events }) => events, hint: "Each reuse counted whole" },
            { head: "People", value: ({ people }) => people },
          ]}
        />
      </details>
    </section>
  );
}

function Brokers({ network, variables }: { network: Found; variables: { window: { from: string; to: string } | null; level: number | null; topic: string | null } }) {
  const [person, setPerson] = useState<{ id: string; name: string } | undefined>();
  const carried = (one: Found["brokers"][number]) => one.gatekeeper + one.representative + one.itinerant + one.liaison;
  const rows = network.brokers.filter((one) => carried(one) > 0);
  const risk = network.pairsAtRisk[0];
  return (
    <section id="risks" aria-labelledby="risks-title">
      <h2 id="risks-title">{risk ? riskSentence(risk) : "No exchange rests on one person"}</h2>
      <Table
        caption="Exchanges of which more than half rests on one person"
        file="pairs-at-risk"
        rows={network.pairsAtRisk}
        marked={() => true}
        empty="No exchange of five reuses or more rests on one person."
        columns={[
          { head: "Learned in", value: ({ from }) => from.name },
          { head: "Reused in", value: ({ to }) => to.name },
          { head: "Rests on", value: (pair) => pair.person?.name ?? null, show: (pair) => (pair.person ? <WhatIf person={pair.person} onAsk={setPerson} /> : "somebody who is not named") },
          { head: "Share", value: ({ share }) => share, show: ({ share }) => percent(share) },
          { head: "Reuses", value: ({ events }) => events },
        ]}
      />
      {person && <Without person={person} variables={variables} />}
      <h3>Who carries knowledge across</h3>
      <Table
        caption="How often people stand between two others who have nothing to do with each other"
        file="brokers"
        rows={rows}
        empty="Nobody stands between departments in this time."
        columns={[
          { head: "Person", value: (one) => one.person?.name ?? null, show: (one) => (one.person ? <WhatIf person={one.person} onAsk={setPerson} /> : "–") },
          { head: "Department", value: ({ group }) => group.name },
          { head: "Bring in", value: ({ gatekeeper }) => gatekeeper, hint: "Gatekeeper: takes from another department for their own" },
          { head: "Carry out", value: ({ representative }) => representative, hint: "Representative: hands on from their own department to another" },
          { head: "Between others", value: ({ itinerant, liaison }) => itinerant + liaison, hint: "Itinerant and liaison: between two other departments, or two people of another" },
          { head: "Within", value: ({ coordinator }) => coordinator, hint: "Coordinator: between two colleagues" },
          { head: "Contacts", value: ({ people }) => people },
        ]}
      />
    </section>
  );
}

function WhatIf({ person, onAsk }: { person: { id: string; name: string }; onAsk: (person: { id: string; name: string }) => void }) {
  return (
    <>
      {person.name}{" "}
      <button type="button" class="quiet inline" aria-label={`what if they leave? ${person.name}`} onClick={() => onAsk(person)}>
        what if they leave?
      </button>
    </>
  );
}

function Without({ person, variables }: { person: { id: string; name: string }; variables: object }) {
  const answer = useAnswer(WithoutDocument, { ...variables, person: person.id });
  return (
    <aside class="note" aria-live="polite">
      <Show answer={answer}>
        {({ network: { without } }) => (
          <>
            <p>
              <strong>Without {person.name}</strong>, {number(without.eventsLost)} of {plural(without.events, "reuse")} would be missing
              {without.pairsLost.length ? `, and ${plural(without.pairsLost.length, "pair")} of departments would exchange nothing` : ""}.
            </p>
            <Table
              caption="What would get less"
              file={`without-${person.id}`}
              rows={[...without.pairsLost.map((pair) => ({ ...pair, flowLost: pair.flow })), ...without.pairsWeakened]}
              empty="No pair of departments would exchange less."
              columns={[
                { head: "Learned in", value: ({ from }) => from.name },
                { head: "Reused in", value: ({ to }) => to.name },
                { head: "Reuses", value: ({ flow }) => flow },
                { head: "Missing", value: ({ flowLost }) => flowLost },
              ]}
            />
          </>
        )}
      </Show>
    </aside>
  );
}

function Introductions({ network }: { network: Found }) {
  const first = network.introductions[0];
  return (
    <section id="introductions" aria-labelledby="introductions-title">
      <h2 id="introductions-title">{first ? meetingSentence(first) : "No two departments stand out that should meet"}</h2>
      {first && <p>One knows what the other is at work on, theirs are departments that share less than there is to share, and they have had nothing to do with each other yet.</p>}
      <ol class="meetings">
        {network.introductions.map((one) => (
          <li key={`${one.from.name} ${one.to.name}`}>
            <p>
              <strong>{one.giver?.name}</strong> ({one.from.name}) and <strong>{one.receiver?.name}</strong> ({one.to.name}), for {one.project?.name}
            </p>
            <p class="faint">
              On {listed(one.topics.map(({ name }) => name))}. {number(one.observed)} of {number(one.expected)} reuses that chance would have given.
            </p>
            <ul>
              {one.lessons.map(({ id, title: name }) => (
                <li key={id}>
                  <Link href={`/lessons/${encodeURIComponent(id)}`}>{name}</Link>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
      {!network.introductions.length && <p class="nothing">{sum(network.flow.cells.map(({ events }) => events)) ? "Wherever something is planned or running, what others know about it is in use." : "There is nothing to compare yet."}</p>}
    </section>
  );
}
