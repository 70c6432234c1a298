/** How reuse changed in each department: small pictures on one scale, own lessons beside lessons of others. */
import { Link } from "wouter-preact";
import { useDirectory } from "../../api/directory";
import { useQuery } from "../../api/graphql-client";
import { Picture } from "../../charts/picture";
import { type Multiple, SmallMultiples } from "../../charts/small-multiples";
import { OverTimeDocument, type OverTimeQuery } from "../../generated/graphql";
import { formatNumber, plural } from "../../text/format";
import { sum } from "../../text/sentences";
import { isPartial, type Quarter, trendOf } from "../../text/trend";
import { trendTitle } from "../../text/trend-sentences";
import { Halves } from "../../ui/halves";
import type { Column } from "../../ui/lists/table";
import { PageTitle } from "../../ui/page-title";
import { QueryResult } from "../../ui/query-result";
import { evidenceLink } from "../../url/evidence-link";
import { changeParams, tomorrow, useView } from "../../url/view-params";
import { recordingVariables } from "../overview/recording";
import { NothingReused } from "./nothing-reused";
import type { NetworkVariables } from "./page";

type Timeline = OverTimeQuery["network"]["timeline"];

export function OverTimeTab({ variables }: { variables: NetworkVariables }) {
  const window = variables.window ?? { from: null, to: tomorrow() };
  const { view } = useView();
  const { data: directory } = useDirectory();
  const recording = recordingVariables(directory, view, window.to);
  const query = useQuery(OverTimeDocument, recording && { ...variables, window, until: recording.until });
  return (
    <QueryResult query={query}>
      {({ network, last }) => <OverTime timeline={network.timeline} lastReuse={last.nodes[0]?.reusedOn} />}
    </QueryResult>
  );
}

function OverTime({ timeline, lastReuse }: { timeline: Timeline; lastReuse: string | undefined }) {
  const { search } = useView();
  const quarters = quartersOf(timeline);
  const multiples = multiplesOf(timeline, quarters);
  const partial = quarters.filter(isPartial).length;
  const rows = multiples.flatMap(({ id, name, isDepartment, values }) =>
    values.map((value, index) => ({ name, reusedIn: isDepartment ? id : undefined, quarter: quarters[index] as Quarter, ...value })),
  );
  return (
    <>
      <PageTitle>{trendTitle(trendOf(quarters, lastReuse))}</PageTitle>
      {!multiples.length && <NothingReused />}
      {multiples.length > 0 && (
        <p class="lead">
          {`${plural(sum(quarters.map(({ reuses }) => reuses)), "reuse")} in ${plural(quarters.length, "quarter")}, by reusing department. All pictures have the same scale.`}
          {partial > 0 && " Striped quarters are incomplete."}
        </p>
      )}
      {multiples.length > 0 && (
        <Picture
          file="over-time"
          table={{ caption: "Reuses by reusing department and quarter", rows, columns: columnsOf(search), first: 40 }}
          footer={
            <>
              <p class="meta">Reuses of lessons that somebody else had learned.</p>
              <Halves of={rows.flatMap(({ own, others }) => [own, others])} />
            </>
          }
        >
          {(width) => <SmallMultiples multiples={multiples} quarters={quarters} width={width} />}
        </Picture>
      )}
    </>
  );
}

interface Row {
  name: string;
  /** The id of the department; undefined for several small ones together. */
  reusedIn: string | undefined;
  quarter: Quarter;
  own: number;
  others: number;
}

function columnsOf(search: string): Column<Row>[] {
  return [
    { header: "Department", value: ({ name }) => name },
    {
      header: "Quarter",
      value: ({ quarter }) => `${quarter.from.slice(0, 4)} Q${Math.ceil(Number(quarter.from.slice(5, 7)) / 3)}`,
      show: ({ reusedIn, quarter: { from, to } }) => (
        <Link href={evidenceLink(changeParams(search, { span: undefined, from, to }), { reusedIn, kind: "others", includeBelow: true })}>
          {`${from.slice(0, 4)} Q${Math.ceil(Number(from.slice(5, 7)) / 3)}`}
        </Link>
      ),
    },
    { header: "Of others", value: ({ others }) => others, show: ({ others }) => formatNumber(others) },
    { header: "Of its own", value: ({ own }) => own, show: ({ own }) => formatNumber(own) },
  ];
}

function quartersOf(timeline: Timeline): Quarter[] {
  return timeline.map(({ window: { from, to }, network: { silos } }) => {
    const reuses = sum(silos.map(({ events }) => events));
    const within = sum(silos.map(({ internal }) => internal));
    return { from: from ?? "", to: to ?? "", reuses, within, across: reuses - within };
  });
}

/** The department with most reuses first. */
function multiplesOf(timeline: Timeline, quarters: readonly Quarter[]): Multiple[] {
  const found = new Map<string, Multiple>();
  for (const [index, { network }] of timeline.entries()) {
    for (const { group, events, internal } of network.silos) {
      const multiple = found.get(group.id) ?? {
        id: group.id,
        name: group.name,
        isDepartment: group.kind === "DEPARTMENT",
        values: quarters.map(() => ({ own: 0, others: 0 })),
      };
      multiple.values[index] = { own: internal, others: events - internal };
      found.set(group.id, multiple);
    }
  }
  const total = ({ values }: Multiple) => sum(values.map(({ own, others }) => own + others));
  return [...found.values()].filter((multiple) => total(multiple) > 0).sort((a, b) => total(b) - total(a));
}
