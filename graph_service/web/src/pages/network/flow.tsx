/** Who learns from whom: a matrix of departments, with the reuses or their difference from chance, and arcs where there are few departments. */
import { useMemo } from "preact/hooks";
import { useDirectory } from "../../api/directory";
import { useQuery } from "../../api/graphql-client";
import { Arcs } from "../../charts/arcs";
import { type Exchange, type ExchangeTable, exchangeTable } from "../../charts/exchange-table";
import { drawnRoutes, LEAST_DRAWN } from "../../charts/layout/arc-layout";
import { breadcrumbs, type ChartNode, chartNodes, foldSmallest, sumFlows } from "../../charts/layout/rollup";
import { Matrix, type MatrixMode } from "../../charts/matrix";
import { Picture } from "../../charts/picture";
import { FlowDocument, type FlowQuery } from "../../generated/graphql";
import { flowLead, flowOfTitle, flowTitle } from "../../text/flow-sentences";
import { formatNumber, plural } from "../../text/format";
import { ownReusesSentence, sum } from "../../text/sentences";
import { Halves } from "../../ui/halves";
import type { Column } from "../../ui/lists/table";
import { PageTitle } from "../../ui/page-title";
import { QueryResult } from "../../ui/query-result";
import { useView } from "../../url/view-params";
import { FlowPanel } from "./flow-panel";
import { NothingReused } from "./nothing-reused";
import { OnlyDepartment, useOnlyDepartment } from "./only-department";
import { useOwnReusesFilter } from "./own-reuses";
import type { NetworkVariables } from "./page";
import { PairLink } from "./pair-link";

type Cell = FlowQuery["network"]["flow"]["cells"][number];

const MAX_ARCS = 9; // departments up to which arcs can be followed

export function FlowTab({ variables }: { variables: NetworkVariables }) {
  const own = useOwnReusesFilter();
  const query = useQuery(FlowDocument, own && { ...variables, own });
  return (
    <QueryResult query={query} isEmpty={({ network }) => !network.flow.events}>
      {(data) => <FlowOrNone data={data} />}
    </QueryResult>
  );
}

/** A department that the address names may have no reuse, or stand in no group of its own. */
function FlowOrNone({ data }: { data: FlowQuery }) {
  const { groups, cells } = data.network.flow;
  const only = useOnlyDepartment();
  const { data: directory } = useDirectory();
  if (only === undefined || cells.some((cell) => cell.observed && isOf(only, cell))) return <Flow data={data} />;
  const name = [...groups, ...(directory?.departments ?? [])].find(({ id }) => id === only)?.name ?? only;
  return (
    <>
      <PageTitle>{`No flow of ${name} in this period`}</PageTitle>
      <OnlyDepartment name={name} />
      <p class="empty">
        Neither a reuse by this department nor a reuse of its lessons is shown. Departments with few people are counted together, and with
        another grouping a department is part of a larger one.
      </p>
    </>
  );
}

function Flow({ data: { network, own } }: { data: FlowQuery }) {
  const { silos } = network;
  const only = useOnlyDepartment();
  const flow = useMemo(() => narrowed(network.flow, only), [network.flow, only]);
  const department = flow.groups.find(({ id }) => id === only);
  const { search, setParams } = useView();
  const params = new URLSearchParams(search);
  const opened = params.get("within") ?? undefined;
  const mode: MatrixMode = params.get("show") === "chance" ? "chance" : "reuses";
  const selected = params.get("cell") ?? undefined;
  const { nodes, table, folded } = useMemo(() => drawnFlow(flow, opened), [flow, opened]);
  const siloNodes = new Set(silos.flatMap(({ verdict, group }) => (verdict === "SILO" ? (nodes.get(group.id)?.id ?? []) : [])));
  const select = (exchange: Exchange | undefined) => setParams({ cell: exchange && exchange.key !== selected ? exchange.key : undefined });
  const rows = flow.cells.filter(({ observed }) => observed != null).sort((a, b) => (b.observed ?? 0) - (a.observed ?? 0));
  const total = department ? sum(rows.map(({ observed }) => observed ?? 0)) : sum(silos.map(({ events }) => events));
  return (
    <>
      <PageTitle>{department ? flowOfTitle(department, flow.cells) : flowTitle(table)}</PageTitle>
      {department ? <OnlyDepartment name={department.name} /> : <p class="lead">{flowLead(table, total)}</p>}
      {!department && !table.nodes.length && <NothingReused />}
      {table.nodes.length > 0 && (
        <div class="two flow">
          <section aria-labelledby="matrix">
            <div class="between">
              <h2 id="matrix">
                {table.nodes.length > MAX_ARCS ? `From where to where: ${table.nodes.length} departments` : "From where to where"}
              </h2>
              <Toggle mode={mode} onChange={(value) => setParams({ show: value === "chance" ? value : undefined })} />
            </div>
            <Breadcrumbs path={opened === undefined ? [] : breadcrumbs(flow.groups, opened)} />
            <Picture
              file="flow"
              table={{
                caption: "Reuses by source department and reusing department, with those expected by chance",
                rows,
                columns: COLUMNS,
                first: 20,
              }}
            >
              {(width) => (
                // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
                // biome-ignore lint/a11y/useSemanticElements: section has margins of its own in the style sheet
                <div class="scroll" tabIndex={0} role="region" aria-label="Matrix">
                  <Matrix table={table} mode={mode} width={width} silos={siloNodes} selected={selected} onSelect={select} />
                </div>
              )}
            </Picture>
            <MatrixNote
              table={table}
              mode={mode}
              folded={folded}
              hasSilo={siloNodes.size > 0}
              hidden={total - table.total}
              only={department?.name}
            />
            <Halves of={rows.map(({ observed }) => observed)} />
            <CollapsedNodes nodes={table.nodes.filter(({ isCollapsed }) => isCollapsed)} />
          </section>
          <FlowPanel table={table} selected={selected} onSelect={select} />
        </div>
      )}
      {table.nodes.length > 1 && table.nodes.length <= MAX_ARCS && <ArcSection table={table} silos={siloNodes} />}
      <HowItIsCounted own={own.count} />
    </>
  );
}

function isOf(only: string, { from, to }: Cell): boolean {
  return from.id === only || to.id === only;
}

/** Only the cells of one department, if the address names one. */
function narrowed(flow: FlowQuery["network"]["flow"], only: string | undefined): FlowQuery["network"]["flow"] {
  return only === undefined ? flow : { ...flow, cells: flow.cells.filter((cell) => isOf(only, cell)) };
}

/** The flow between the nodes that are drawn: departments, or branches of them where there are too many. */
function drawnFlow(flow: FlowQuery["network"]["flow"], opened: string | undefined) {
  const used = new Set(flow.cells.filter(({ observed }) => observed).flatMap(({ from, to }) => [from.id, to.id]));
  const nodes = chartNodes(
    flow.groups.filter(({ id }) => used.has(id)),
    opened,
  );
  const { flows, folded } = foldSmallest(sumFlows(flow.cells, nodes));
  return { nodes, table: exchangeTable(flows), folded };
}

function Toggle({ mode, onChange }: { mode: MatrixMode; onChange: (mode: MatrixMode) => void }) {
  const modes = { reuses: "Reuses", chance: "Against chance" } as const;
  return (
    <fieldset class="toggle">
      <legend class="visually-hidden">Show</legend>
      {(Object.keys(modes) as MatrixMode[]).map((value) => (
        <label key={value}>
          <input type="radio" name="show" value={value} checked={mode === value} onChange={() => onChange(value)} />
          <span>{modes[value]}</span>
        </label>
      ))}
    </fieldset>
  );
}

function MatrixNote({
  table,
  mode,
  folded,
  hasSilo,
  hidden,
  only,
}: {
  table: ExchangeTable;
  mode: MatrixMode;
  folded: number;
  hasSilo: boolean;
  hidden: number;
  only: string | undefined;
}) {
  const collapsed = table.nodes.filter(({ isCollapsed }) => isCollapsed).length;
  const notes = [
    only ? `Only reuses by ${only} and reuses of its lessons are drawn; the other cells are empty.` : "",
    `Framed: own reuse${hasSilo ? "; red: silo" : ""}. Departments that exchange most stand next to each other.`,
    mode === "reuses" ? "" : "Cells show whole numbers. Sums and the table are exact.",
    collapsed ? "Departments are shown by their top level: open one below." : "",
    folded ? `The ${folded} departments with fewest reuses are drawn as one; the table has each of them.` : "",
    hidden > 0.5
      ? `${plural(Math.round(hidden), "reuse")} outside what is opened or without a known department ${hidden < 1.5 ? "is" : "are"} not drawn.`
      : "",
  ];
  return <p class="meta">{notes.filter(Boolean).join(" ")}</p>;
}

function ArcSection({ table, silos }: { table: ExchangeTable; silos: ReadonlySet<string> }) {
  const drawn = drawnRoutes(table);
  const cross = [...table.exchanges.values()].filter(({ from, to, reuses }) => from.id !== to.id && reuses > 0);
  const left = cross.length - drawn.length;
  const missing = sum(cross.map(({ reuses }) => reuses)) - sum(drawn.map(({ reuses }) => reuses));
  return (
    <section aria-labelledby="arcs">
      <h2 id="arcs">As arcs</h2>
      <p class="meta">
        {`Above: to the right →; below: ← to the left. Width of an arc: reuses. Circle: own reuse (area). ${left ? `Not drawn: ${plural(left, "route")} of less than ${LEAST_DRAWN} reuse (${formatNumber(missing)} of ${plural(table.total, "reuse")}).` : "All routes are drawn."}`}
      </p>
      <Picture
        file="flow-arcs"
        table={{
          caption: "Routes between departments",
          rows: cross.sort((a, b) => b.reuses - a.reuses),
          columns: ROUTE_COLUMNS,
          first: 20,
        }}
      >
        {(width) => (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
          // biome-ignore lint/a11y/useSemanticElements: section has margins of its own in the style sheet
          <div class="scroll" tabIndex={0} role="region" aria-label="Arcs">
            <Arcs table={table} width={Math.max(width, 620)} silos={silos} />
          </div>
        )}
      </Picture>
    </section>
  );
}

function HowItIsCounted({ own }: { own: number }) {
  return (
    <details class="how">
      <summary>How it is counted</summary>
      <p>Only reuses of lessons that somebody else had learned are counted. {ownReusesSentence(own)}</p>
      <p>
        Expected: for each reuse, the share of the source department among all lessons available to that person on that day, added up. More
        or fewer than expected by less than half a reuse counts as expected.
      </p>
    </details>
  );
}

const COLUMNS: readonly Column<Cell>[] = [
  { header: "Source department", value: ({ from }) => from.name },
  { header: "Reusing department", value: ({ to }) => to.name },
  {
    header: "Reuses",
    value: ({ observed }) => observed ?? null,
    show: ({ from, to, observed }) => (observed ? <PairLink from={from} to={to} count={observed} /> : "0"),
  },
  { header: "Expected", value: ({ expected }) => expected ?? null },
  { header: "Hours saved", value: ({ hoursSaved }) => hoursSaved ?? null, optional: true },
];

const ROUTE_COLUMNS: readonly Column<Exchange>[] = [
  { header: "Source department", value: ({ from }) => from.name },
  { header: "Reusing department", value: ({ to }) => to.name },
  { header: "Reuses", value: ({ reuses }) => reuses },
  { header: "Expected", value: ({ expected }) => expected },
];

/** The way from all departments to the opened one. */
function Breadcrumbs({ path }: { path: readonly { id: string; name: string }[] }) {
  const { setParams } = useView();
  if (!path.length) return null;
  return (
    <nav class="breadcrumbs" aria-label="Opened in the picture">
      <button type="button" class="quiet inline" onClick={() => setParams({ within: undefined, cell: undefined })}>
        All departments
      </button>
      {path.map(({ id, name }, index) => (
        <span key={id}>
          {" › "}
          {index < path.length - 1 ? (
            <button type="button" class="quiet inline" onClick={() => setParams({ within: id, cell: undefined })}>
              {name}
            </button>
          ) : (
            <strong>{name}</strong>
          )}
        </span>
      ))}
    </nav>
  );
}

/** Buttons that open the nodes which stand for several departments. */
function CollapsedNodes({ nodes }: { nodes: readonly ChartNode[] }) {
  const { setParams } = useView();
  if (!nodes.length) return null;
  return (
    <p class="row">
      {nodes.map(({ id, name }) => (
        <button key={id} type="button" aria-label={`Open ${name}`} onClick={() => setParams({ within: id, cell: undefined })}>
          {name}
        </button>
      ))}
    </p>
  );
}
