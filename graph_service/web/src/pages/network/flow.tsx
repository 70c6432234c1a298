/** The flow of lessons between departments as a chart. Where there are many departments, their branches can be opened. */

import { useCallback, useMemo } from "preact/hooks";
import { useLocation } from "wouter-preact";
import { Chart, type Palette } from "../../charts/chart";
import { circleChart, crossFlows, type FlowScene, matrixChart, nodesOf, sankeyChart } from "../../charts/flow-charts";
import { breadcrumbs, type ChartFlow, type ChartNode, chartNodes, sumFlows } from "../../charts/rollup";
import { formatNumber } from "../../text/format";
import { evidenceLink } from "../../url/evidence-link";
import { departmentPath } from "../../url/paths";
import { changeParams, linkWithView, useView } from "../../url/view-params";
import { FlowTable } from "./flow-table";
import type { NetworkData, NetworkVariables } from "./page";

const CHARTS = {
  circle: {
    name: "Circle",
    draw: circleChart,
    legend:
      "Each circle is a department, larger the more reuses it made or its lessons had. Lines lead from the source department to the reusing department.",
  },
  matrix: {
    name: "Matrix",
    draw: matrixChart,
    legend:
      "Each square shows how often lessons of one department (rows) were reused in another (columns). The diagonal shows reuses of a department’s own lessons.",
  },
  streams: {
    name: "Sankey",
    draw: sankeyChart,
    legend:
      "From the source department on the left to the reusing department on the right. Reuses of a department’s own lessons are left out.",
  },
} as const;
type ChartType = keyof typeof CHARTS;

const MAX_DESCRIBED = 8; // flows in the description for screen readers

export function Flow({ network: { flow, silos }, variables }: { network: NetworkData; variables: NetworkVariables }) {
  const { search, setParams } = useView();
  const [, navigate] = useLocation();
  const params = new URLSearchParams(search);
  const chosen = params.get("picture") ?? "";
  const opened = params.get("within") ?? undefined;
  const defaultType: ChartType = matchMedia("(max-width: 40rem)").matches ? "streams" : "circle"; // a phone has no room for names around a circle
  const type = chosen in CHARTS ? (chosen as ChartType) : defaultType;
  const nodes = useMemo(() => chartNodes(flow.groups, opened), [flow, opened]);
  const flows = useMemo(() => sumFlows(flow.cells, nodes), [flow, nodes]);
  const scene = useFlowScene(silos, nodes, flows);
  const draw = useCallback((palette: Palette, width: number) => CHARTS[type].draw(scene, palette, width), [scene, type]);
  if (!flows.length) return null;
  const shown = nodesOf(flows);
  const description = crossFlows(flows)
    .slice(0, MAX_DESCRIBED)
    .map(({ from, to, reuses }) => `${from.name} to ${to.name} ${formatNumber(reuses)}`);
  return (
    <section id="flow" aria-label="Flow of lessons" class="first">
      <fieldset class="segments">
        <legend class="visually-hidden">Chart</legend>
        {Object.entries(CHARTS).map(([value, { name }]) => (
          <label key={value}>
            <input
              type="radio"
              name="picture"
              value={value}
              checked={type === value}
              onChange={() => setParams({ picture: value === defaultType ? undefined : value })}
            />
            <span>{name}</span>
          </label>
        ))}
      </fieldset>
      <Breadcrumbs path={opened === undefined ? [] : breadcrumbs(flow.groups, opened)} />
      <p>
        {CHARTS[type].legend}
        {scene.silos.size + scene.containSilos.size > 0 && " Red: silo."}
        {" Click to see the reuses."}
      </p>
      <Chart
        label={`Reuses between departments: ${description.join("; ")}.`}
        height={type === "matrix" ? 150 + 26 * shown.length : 460 + 14 * Math.max(0, shown.length - 12)}
        draw={draw}
        file="flow"
        onNavigate={navigate}
      />
      <CollapsedNodes nodes={shown.filter(({ isCollapsed }) => isCollapsed)} />
      <FlowTable variables={variables} />
    </section>
  );
}

function useFlowScene(silos: NetworkData["silos"], nodes: ReadonlyMap<string, ChartNode>, flows: readonly ChartFlow[]): FlowScene {
  const { search, view } = useView();
  return useMemo(() => {
    const siloNodes = silos.flatMap(({ verdict, group }) => (verdict === "SILO" ? (nodes.get(group.id) ?? []) : []));
    const ids = (isCollapsed: boolean) => new Set(siloNodes.filter((node) => node.isCollapsed === isCollapsed).map(({ id }) => id));
    const isMerged = ({ kind }: ChartNode) => kind !== "DEPARTMENT"; // several small departments, which have no page
    return {
      flows,
      silos: ids(false),
      containSilos: ids(true),
      nodeHref: (node) => {
        if (node.isCollapsed) return `/network${changeParams(search, { within: node.id })}`;
        return isMerged(node) ? "" : linkWithView(departmentPath(node.id), search);
      },
      flowHref: ({ from, to }) => {
        if (isMerged(from) || isMerged(to)) return undefined;
        const includeBelow = from.isCollapsed || to.isCollapsed || view.level !== undefined;
        return evidenceLink(search, { learnedIn: from.id, reusedIn: to.id, includeBelow });
      },
    };
  }, [silos, nodes, flows, search, view.level]);
}

/** The way from all departments to the opened one. */
function Breadcrumbs({ path }: { path: readonly { id: string; name: string }[] }) {
  const { setParams } = useView();
  if (!path.length) return null;
  return (
    <nav class="breadcrumbs" aria-label="Opened in the chart">
      <button type="button" class="quiet inline" onClick={() => setParams({ within: undefined })}>
        All departments
      </button>
      {path.map(({ id, name }, index) => (
        <span key={id}>
          {" › "}
          {index < path.length - 1 ? (
            <button type="button" class="quiet inline" onClick={() => setParams({ within: id })}>
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

/** Buttons that open collapsed nodes, for readers who do not use a mouse. */
function CollapsedNodes({ nodes }: { nodes: readonly ChartNode[] }) {
  const { setParams } = useView();
  if (!nodes.length) return null;
  return (
    <p class="faint">
      A circle with a ring stands for several departments. Open{" "}
      {nodes.map(({ id, name }) => (
        <button key={id} type="button" class="quiet inline" onClick={() => setParams({ within: id })}>
          {name}
        </button>
      ))}
    </p>
  );
}
