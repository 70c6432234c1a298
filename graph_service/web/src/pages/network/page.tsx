/** Who takes from whom: the network as a picture, a matrix and tables; who carries it, what rests on one person, and who should meet. */
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import { useAnswer } from "../../api/graphql-client";
import { Chart, type Ink } from "../../charts/chart";
import { across, circle, matrix, placesOf, streams } from "../../charts/flow-charts";
import { crumbs, type Drawn, type Place, places, rolledUp } from "../../charts/rollup";
import {
  FlowTableDocument,
  IntroductionsDocument,
  type IntroductionsQuery,
  NetworkDocument,
  type NetworkQuery,
  WithoutDocument,
} from "../../generated/graphql";
import { listed, number, percent, plural } from "../../text/format";
import { closedFinding, meetingSentence, riskSentence, siloSentence } from "../../text/sentences";
import { Title } from "../../ui/page-title";
import { Show } from "../../ui/query-result";
import { Table } from "../../ui/table";
import { behind } from "../../url/evidence-link";
import { useAnchor } from "../../url/hash-target";
import { changed, type Days, keeping, useView } from "../../url/view-params";

type Found = NetworkQuery["network"];
type Viewed = { window: Days | null; level: number | null; topic: string | null };

const VERDICTS: Record<string, string> = {
  SILO: "keeps to itself",
  OPEN: "open",
  TYPICAL: "nothing unusual",
  TOO_LITTLE_EVIDENCE: "too little evidence",
};

export function Network() {
  const { view } = useView();
  const variables = { window: view.window ?? null, level: view.level ?? null, topic: view.topic ?? null };
  const answer = useAnswer(NetworkDocument, variables);
  return <Show answer={answer}>{({ network }) => <Shown network={network} variables={variables} />}</Show>;
}

function Shown({ network, variables }: { network: Found; variables: Viewed }) {
  useAnchor();
  return (
    <>
      <Title>{title(network)}</Title>
      <Flow network={network} variables={variables} />
      <Silos network={network} />
      <Brokers network={network} variables={variables} />
      <Introductions events={network.flow.events} variables={variables} />
    </>
  );
}

function title({ flow }: Found): string {
  if (!flow.events) return "Nothing was reused in this time";
  const names = new Map(flow.groups.filter(({ kind }) => kind !== "UNATTRIBUTED").map(({ id, name }) => [id, name]));
  const [widest] = flow.cells
    .filter(({ from, to }) => from.id !== to.id && names.has(from.id) && names.has(to.id))
    .sort((one, other) => other.reuses - one.reuses);
  return widest
    ? `Most goes from ${names.get(widest.from.id)} to ${names.get(widest.to.id)}: ${plural(widest.reuses, "reuse")}`
    : "Nothing crosses departments";
}

function Silos({ network }: { network: Found }) {
  const { search, view } = useView();
  const closed = network.silos.filter(({ verdict }) => verdict === "SILO");
  const of = (silo: Found["silos"][number], kind: "others" | "home") => {
    const { id } = silo.group,
      shown = number(kind === "others" ? silo.events : silo.internal);
    if (silo.group.kind !== "DEPARTMENT") return shown;
    return (
      <Link href={behind(search, { made: id, kind, below: view.level !== undefined, ...(kind === "home" ? { learned: id } : {}) })}>
        {shown}
      </Link>
    );
  };
  return (
    <section id="silos" aria-labelledby="silos-title">
      <h2 id="silos-title">{closed.length ? closedFinding(closed.map(({ group }) => group.name)) : "No department keeps to itself"}</h2>
      {closed.map((silo) => (
        <p key={silo.group.id}>{siloSentence(silo)}</p>
      ))}
      <Table
        caption="Reuse of a department’s own lessons against chance"
        file="silos"
        first={20}
        rows={network.silos}
        marked={({ verdict }) => verdict === "SILO"}
        empty="Nobody reused a lesson of others in this time."
        columns={[
          {
            head: "Department",
            value: ({ group }) => group.name,
            show: ({ group }) =>
              group.kind === "DEPARTMENT" ? (
                <Link href={keeping(`/departments/${encodeURIComponent(group.id)}`, search)}>{group.name}</Link>
              ) : (
                group.name
              ),
          },
          { head: "Verdict", value: ({ verdict }) => VERDICTS[verdict] ?? verdict },
          {
            head: "Reuses",
            value: ({ events }) => events,
            show: (silo) => of(silo, "others"),
            hint: "Reuses made in the department of what somebody else learned",
          },
          {
            head: "Own",
            value: ({ internal }) => internal,
            show: (silo) => of(silo, "home"),
            hint: "How many of the lessons were the department’s own",
          },
          {
            head: "By chance",
            value: ({ expected }) => expected,
            hint: "How many would have been, had chance chosen among what was there that day",
          },
          {
            head: "Excess",
            value: ({ excess }) => excess,
            show: ({ excess }) => percent(excess),
            hint: "0 % is chance, 100 % only its own",
          },
          { head: "People", value: ({ people }) => people },
        ]}
      />
    </section>
  );
}

const PICTURES = { circle: "Circle", matrix: "Matrix", streams: "Streams" } as const;
type Picture = keyof typeof PICTURES;
const SAYS: Record<Picture, string> = {
  circle:
    "Each circle is a department, the larger the more it gave and took. Lines lead from where lessons were learned to where they were reused.",
  matrix:
    "Each square says how often lessons learned in one department (rows) were reused in another (columns). On the diagonal departments reuse their own.",
  streams: "From where lessons were learned, on the left, to where they were reused, on the right. What stays at home is left out.",
};

function Flow({ network: { flow, silos }, variables }: { network: Found; variables: Viewed }) {
  const [opened, setOpened] = useState(false);
  const { search, set, view } = useView();
  const [, go] = useLocation();
  const given = new URLSearchParams(search),
    chosen = given.get("picture") ?? "",
    within = given.get("within") ?? undefined;
  const usual: Picture = matchMedia("(max-width: 40rem)").matches ? "streams" : "circle"; // names beside a circle take more room than a phone has
  const picture = (chosen in PICTURES ? chosen : usual) as Picture;
  const drawnAs = useMemo(() => places(flow.groups, within), [flow, within]);
  const cells = useMemo(() => rolledUp(flow.cells, drawnAs), [flow, drawnAs]);
  const scene = useMemo(() => {
    const shut = silos.filter(({ verdict }) => verdict === "SILO").map(({ group }) => drawnAs.get(group.id));
    const part = (whole: boolean) => new Set(shut.filter((place) => place?.whole === whole).map((place) => place?.id ?? ""));
    const merged = (place: Place) => place.kind !== "DEPARTMENT";
    return {
      cells,
      closed: part(false),
      holding: part(true),
      goToPlace: (place: Place) =>
        place.whole
          ? `/network${changed(search, { within: place.id })}`
          : merged(place)
            ? ""
            : keeping(`/departments/${encodeURIComponent(place.id)}`, search),
      goToCell: ({ from, to }: Drawn) =>
        merged(from) || merged(to)
          ? undefined
          : behind(search, { learned: from.id, made: to.id, below: from.whole || to.whole || view.level !== undefined }),
    };
  }, [cells, silos, drawnAs, search, view.level]);
  const draw = useCallback((ink: Ink, width: number) => ({ circle, matrix, streams })[picture](scene, ink, width), [scene, picture]);
  if (!cells.length) return null;
  const all = placesOf(cells),
    way = within === undefined ? [] : crumbs(flow.groups, within);
  return (
    <section id="flow" aria-label="Where lessons went" class="first">
      <fieldset class="choice">
        <legend class="unseen">Picture</legend>
        {Object.entries(PICTURES).map(([value, name]) => (
          <label key={value}>
            <input
              type="radio"
              name="picture"
              value={value}
              checked={picture === value}
              onChange={() => set({ picture: value === usual ? undefined : value })}
            />
            <span>{name}</span>
          </label>
        ))}
      </fieldset>
      {way.length > 0 && (
        <nav class="crumbs" aria-label="Opened in the picture">
          <button type="button" class="quiet inline" onClick={() => set({ within: undefined })}>
            All departments
          </button>
          {way.map(({ id, name }, at) => (
            <span key={id}>
              {" › "}
              {at < way.length - 1 ? (
                <button type="button" class="quiet inline" onClick={() => set({ within: id })}>
                  {name}
                </button>
              ) : (
                <strong>{name}</strong>
              )}
            </span>
          ))}
        </nav>
      )}
      <p>
        {SAYS[picture]}
        {scene.closed.size + scene.holding.size > 0 && " In the other colour: who keeps to themselves."}
        {" A click shows what stands behind it."}
      </p>
      <Chart
        label={`Where lessons went: ${across(cells)
          .slice(0, 8)
          .map(({ from, to, reuses }) => `${from.name} to ${to.name} ${number(reuses)}`)
          .join("; ")}.`}
        height={picture === "matrix" ? 150 + 26 * all.length : 460 + 14 * Math.max(0, all.length - 12)}
        draw={draw}
        file="flow"
        onGo={go}
      />
      {all.some(({ whole }) => whole) && (
        <p class="faint">
          With a ring: several departments as one. Open{" "}
          {all
            .filter(({ whole }) => whole)
            .map(({ id, name }) => (
              <button key={id} type="button" class="quiet inline" onClick={() => set({ within: id })}>
                {name}
              </button>
            ))}
        </p>
      )}
      <details onToggle={({ currentTarget }) => setOpened((before) => before || currentTarget.open)}>
        <summary>The same as a table</summary>
        {opened && <FlowTable variables={variables} />}
      </details>
    </section>
  );
}

/** Every pair by itself, whatever the picture shows as one. Asked for when it is opened: of sixty departments it has thousands of rows. */
function FlowTable({ variables }: { variables: Viewed }) {
  const { search, view } = useView();
  const answer = useAnswer(FlowTableDocument, variables);
  return (
    <Show answer={answer}>
      {({ network: { flow } }) => (
        <Table
          caption="Reuses by where a lesson was learned and where it was reused"
          file="flow"
          first={40}
          rows={[...flow.cells].sort((one, other) => other.reuses - one.reuses)}
          columns={[
            { head: "Learned in", value: ({ from }) => from.name },
            { head: "Reused in", value: ({ to }) => to.name },
            {
              head: "Reuses",
              value: ({ reuses }) => reuses,
              show: ({ from, to, reuses }) =>
                from.kind === "DEPARTMENT" && to.kind === "DEPARTMENT" ? (
                  <Link href={behind(search, { learned: from.id, made: to.id, below: view.level !== undefined })}>{number(reuses)}</Link>
                ) : (
                  number(reuses)
                ),
            },
            { head: "Hours saved", value: ({ hoursSaved }) => hoursSaved ?? null, optional: true },
            { head: "Events", value: ({ events }) => events, hint: "Each reuse counted whole" },
            { head: "People", value: ({ people }) => people },
          ]}
        />
      )}
    </Show>
  );
}

function Brokers({ network, variables }: { network: Found; variables: Viewed }) {
  const { search, view } = useView();
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
          {
            head: "Rests on",
            value: (pair) => pair.person?.name ?? null,
            show: (pair) => (pair.person ? <Broker person={pair.person} /> : "somebody who is not named"),
          },
          { head: "Share", value: ({ share }) => share, show: ({ share }) => percent(share) },
          {
            head: "Reuses",
            value: ({ events }) => events,
            show: ({ from, to, events }) =>
              from.kind === "DEPARTMENT" && to.kind === "DEPARTMENT" ? (
                <Link href={behind(search, { learned: from.id, made: to.id, below: view.level !== undefined })}>{number(events)}</Link>
              ) : (
                number(events)
              ),
          },
        ]}
      />
      <h3>{rows[0]?.person ? `${rows[0].person.name} carries most across departments` : "Who carries knowledge across"}</h3>
      <Table
        caption="How often people stand between two others who have nothing to do with each other"
        file="brokers"
        rows={rows}
        empty="Nobody stands between departments in this time."
        columns={[
          { head: "Person", value: (one) => one.person?.name ?? null, show: (one) => (one.person ? <Broker person={one.person} /> : "–") },
          { head: "Department", value: ({ group }) => group.name },
          { head: "Bring in", value: ({ gatekeeper }) => gatekeeper, hint: "Gatekeeper: takes from another department for their own" },
          {
            head: "Carry out",
            value: ({ representative }) => representative,
            hint: "Representative: hands on from their own department to another",
          },
          {
            head: "Between others",
            value: ({ itinerant, liaison }) => itinerant + liaison,
            hint: "Itinerant and liaison: between two other departments, or two people of another",
          },
          { head: "Within", value: ({ coordinator }) => coordinator, hint: "Coordinator: between two colleagues" },
          { head: "Contacts", value: ({ people }) => people },
        ]}
      />
      <Leaving variables={variables} />
    </section>
  );
}

function Broker({ person }: { person: { id: string; name: string } }) {
  const { set } = useView();
  return (
    <>
      <Link href={`/people/${encodeURIComponent(person.id)}`}>{person.name}</Link>{" "}
      <button
        type="button"
        class="quiet inline"
        aria-label={`what if they leave? ${person.name}`}
        onClick={() => set({ leaves: person.id })}
      >
        what if they leave?
      </button>
    </>
  );
}

function Leaving({ variables }: { variables: Viewed }) {
  const { search, set } = useView();
  const leaves = new URLSearchParams(search).get("leaves");
  const answer = useAnswer(WithoutDocument, leaves ? { ...variables, person: leaves } : undefined);
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    if (leaves && answer.data) place.current?.scrollIntoView({ block: "nearest" });
  }, [answer.data]);
  if (!leaves) return null;
  return (
    <aside class="note" aria-live="polite" aria-label="If somebody leaves" ref={place}>
      <Show answer={answer}>
        {({ person, network: { without } }) => (
          <>
            <p>
              <strong>Without {person?.name}</strong>, {number(without.eventsLost)} of {plural(without.events, "reuse")} would be missing
              {without.pairsLost.length ? `, and ${plural(without.pairsLost.length, "pair")} of departments would exchange nothing` : ""}.
            </p>
            <Table
              caption="What would get less"
              file={`without-${leaves}`}
              rows={[...without.pairsLost.map((pair) => ({ ...pair, flowLost: pair.flow })), ...without.pairsWeakened]}
              empty="No pair of departments would exchange less."
              columns={[
                { head: "Learned in", value: ({ from }) => from.name },
                { head: "Reused in", value: ({ to }) => to.name },
                { head: "Reuses", value: ({ flow }) => flow },
                { head: "Missing", value: ({ flowLost }) => flowLost },
              ]}
            />
            <button type="button" class="quiet" onClick={() => set({ leaves: undefined })}>
              Close
            </button>
          </>
        )}
      </Show>
    </aside>
  );
}

function Introductions({ events, variables }: { events: number; variables: Viewed }) {
  const answer = useAnswer(IntroductionsDocument, variables);
  return (
    <section id="introductions" aria-labelledby="introductions-title">
      <Show answer={answer}>{({ network }) => <Meetings introductions={network.introductions} events={events} />}</Show>
    </section>
  );
}

function Meetings({ introductions, events }: { introductions: IntroductionsQuery["network"]["introductions"]; events: number }) {
  const first = introductions[0];
  return (
    <>
      <h2 id="introductions-title">{first ? meetingSentence(first) : "No two departments stand out that should meet"}</h2>
      {first && (
        <p>
          One knows what the other is at work on, theirs are departments that share less than there is to share, and they have had nothing
          to do with each other yet.
        </p>
      )}
      <ol class="meetings">
        {introductions.map((one) => (
          <li key={`${one.from.name} ${one.to.name}`}>
            <p>
              <Named person={one.giver} /> ({one.from.name}) and <Named person={one.receiver} /> ({one.to.name}), for{" "}
              {one.project && <Link href={`/projects/${encodeURIComponent(one.project.id)}`}>{one.project.name}</Link>}
            </p>
            <p class="faint">
              Above all on {listed(one.topics.map(({ name }) => name))}. {number(one.observed)} of {number(one.expected)} reuses that chance
              would have given.
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
      {!introductions.length && (
        <p class="nothing">
          {events ? "Wherever something is planned or running, what others know about it is in use." : "There is nothing to compare yet."}
        </p>
      )}
    </>
  );
}

function Named({ person }: { person: { id: string; name: string } | null | undefined }) {
  if (!person) return <>somebody</>;
  return (
    <strong>
      <Link href={`/people/${encodeURIComponent(person.id)}`}>{person.name}</Link>
    </strong>
  );
}
