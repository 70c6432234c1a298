/** Where our silos are, and why: the departments on an axis from chance to only their own lessons, and the same in words. */
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { useQuery } from "../../api/graphql-client";
import { Picture } from "../../charts/picture";
import { MAX_LABELLED, SiloStrip, type StripDepartment } from "../../charts/silo-strip";
import { SilosDocument, type SilosQuery } from "../../generated/graphql";
import { formatNumber, formatPercent, plural } from "../../text/format";
import { ownReusesSentence, sum } from "../../text/sentences";
import { silosLead, silosTitle, verdictName } from "../../text/silo-sentences";
import type { Column } from "../../ui/lists/table";
import { PageTitle } from "../../ui/page-title";
import { QueryResult } from "../../ui/query-result";
import { evidenceLink } from "../../url/evidence-link";
import { departmentPath } from "../../url/paths";
import { linkWithView, useView } from "../../url/view-params";
import { NothingReused } from "./nothing-reused";
import { useOwnReusesFilter } from "./own-reuses";
import type { NetworkVariables } from "./page";
import { SiloList } from "./silo-list";
import { useSiloSince } from "./silo-since";
import { WithoutExchange } from "./without-exchange";

export type Silo = SilosQuery["network"]["silos"][number];

export function SilosTab({ variables }: { variables: NetworkVariables }) {
  const own = useOwnReusesFilter();
  const query = useQuery(SilosDocument, own && { ...variables, own });
  return (
    <QueryResult query={query} isEmpty={({ network }) => !network.silos.length}>
      {(data) => <Silos data={data} />}
    </QueryResult>
  );
}

function Silos({ data }: { data: SilosQuery }) {
  const { search } = useView();
  const [highlighted, setHighlighted] = useState<string | undefined>();
  const { silos, flow } = data.network;
  const since = useSiloSince(silos);
  const hrefOf = ({ id, kind }: Silo["group"]) => (kind === "DEPARTMENT" ? linkWithView(departmentPath(id), search) : undefined);
  const placed = silos.flatMap((silo): StripDepartment[] => {
    const { group, excess, events, internal, verdict } = silo;
    return excess == null ? [] : [{ ...group, excess, events, internal, verdict, href: hrefOf(group) }];
  });
  return (
    <>
      <PageTitle>{silosTitle(silos)}</PageTitle>
      {silos.length > 0 ? <p class="lead">{silosLead(silos)}</p> : <NothingReused />}
      {silos.length > 0 && (
        <div class="two strip">
          <section aria-label="Silos as a picture">
            <Key highlighted={silos.find(({ group }) => group.id === highlighted)} isCrowded={placed.length > MAX_LABELLED} />
            <Picture
              file="silos"
              table={{ caption: "Reuse of a department’s own lessons compared with chance", rows: silos, columns: COLUMNS }}
              footer={<HowItIsFound />}
            >
              {(width) => <SiloStrip departments={placed} width={width} highlighted={highlighted} onHighlight={setHighlighted} />}
            </Picture>
          </section>
          <SiloList silos={silos} cells={flow.cells} since={since} highlighted={highlighted} onHighlight={setHighlighted} hrefOf={hrefOf} />
        </div>
      )}
      {data.departments.totalCount > 0 && <WithoutExchange data={data} />}
      {silos.length > 0 && <Counted data={data} />}
    </>
  );
}

/** Which reuses the page counts, and which departments stand together. */
function Counted({ data: { network, own } }: { data: SilosQuery }) {
  const counted = sum(network.silos.map(({ events }) => events));
  const hasMerged = network.silos.some(({ group }) => group.kind === "SMALL_DEPARTMENTS");
  return (
    <p class="meta">
      {`${plural(counted, "reuse")} of lessons that somebody else had learned ${counted === 1 ? "is" : "are"} counted. ${ownReusesSentence(own.count)}`}
      {hasMerged && " Departments with few people are shown together, so that no figure is about a small team."}
    </p>
  );
}

const COLUMNS: readonly Column<Silo>[] = [
  { header: "Department", value: ({ group }) => group.name },
  { header: "Verdict", value: ({ verdict }) => verdictName(verdict) },
  {
    header: "Reuses",
    value: ({ events }) => events,
    show: (silo) => <ReuseCount silo={silo} kind="others" />,
    hint: "Reuses in the department of lessons learned by somebody else",
  },
  {
    header: "Own",
    value: ({ internal }) => internal,
    show: (silo) => <ReuseCount silo={silo} kind="home" />,
    hint: "Reuses of the department’s own lessons",
  },
  {
    header: "Expected",
    value: ({ expected }) => expected,
    hint: "Reuses of its own lessons by chance: if each reuse had drawn one of the lessons available on that day",
  },
  {
    header: "Excess",
    value: ({ excess }) => excess ?? null,
    show: ({ excess }) => formatPercent(excess),
    hint: "0%: as often as by chance; 100%: only its own lessons",
  },
  {
    header: "q",
    value: ({ q }) => q ?? null,
    show: ({ q }) => formatQ(q),
    hint: "How likely chance would give this, corrected for looking at many departments; a silo needs less than 0.05",
  },
  { header: "People", value: ({ people }) => people },
];

function formatQ(q: number | null | undefined): string {
  if (q == null) return "–";
  return q < 0.001 ? "under 0.001" : q.toFixed(3);
}

/** The number of all reuses, or of the reuses of the department's own lessons, with a link to them where the group is a single department. */
function ReuseCount({ silo: { group, events, internal }, kind }: { silo: Silo; kind: "others" | "home" }) {
  const { search, view } = useView();
  const count = formatNumber(kind === "others" ? events : internal);
  if (group.kind !== "DEPARTMENT") return <>{count}</>;
  const includeBelow = view.level !== undefined;
  const learnedIn = kind === "home" ? group.id : undefined;
  return <Link href={evidenceLink(search, { learnedIn, reusedIn: group.id, kind, includeBelow })}>{count}</Link>;
}

/** The key of the picture; while a department is pointed at, its figures. */
function Key({ highlighted, isCrowded }: { highlighted: Silo | undefined; isCrowded: boolean }) {
  return (
    <p class="key">
      <span class="nowrap">
        <span class="dot f-data" /> not a silo
      </span>
      <span class="nowrap">
        <span class="dot f-risk" /> silo
      </span>
      <span class="nowrap">
        <span class="dot ring" /> too few reuses to tell (under 10)
      </span>
      <span class="nowrap">· area: number of reuses</span>
      {isCrowded && <span>{`· named: silos, and those with most reuses (${MAX_LABELLED} in all)`}</span>}
      <span class="detail" role="status">
        {highlighted &&
          `${highlighted.group.name}: ${formatNumber(highlighted.internal)} of ${plural(highlighted.events, "reuse")} its own; ${formatNumber(highlighted.expected)} expected`}
      </span>
    </p>
  );
}

function HowItIsFound() {
  return (
    <details class="how">
      <summary>How it is found</summary>
      <p>
        Each reuse is compared with all lessons that were available that day, except the person’s own: the share of the same department
        among them is what chance would give. The position is how far the department goes beyond that: 0 is what chance gives, 1 is only its
        own lessons, left of 0 is more open than chance.
      </p>
      <p>
        A department is called a silo when both hold: it is halfway to 1 or further, and chance would give that in fewer than 5 of 100
        cases, corrected for looking at many departments at once. A department with fewer than 10 reuses is not judged; it is drawn as a
        ring.
      </p>
      <p>
        “Since” is the end of the first quarter after which the department was a silo at the end of every quarter, each judged over a period
        of this length, up to two years back.
      </p>
      <p>Only reuses of lessons that somebody else had learned are counted.</p>
    </details>
  );
}
