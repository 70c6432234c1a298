/** ECharts options for the flow of lessons between departments: a circle, a matrix and a Sankey diagram. Each data item has the address it opens. */
import { formatNumber, plural } from "../text/format";
import { sum } from "../text/sentences";
import { type Palette, tooltipStyle } from "./chart";
import type { ChartFlow, ChartNode } from "./rollup";

export interface FlowScene {
  /** The widest first. */
  flows: readonly ChartFlow[];
  /** The ids of nodes that are silos. */
  silos: ReadonlySet<string>;
  /** The ids of collapsed nodes that contain a silo. */
  containSilos: ReadonlySet<string>;
  nodeHref: (node: ChartNode) => string;
  flowHref: (flow: ChartFlow) => string | undefined;
}

const MAX_FLOWS = 40; // lines in the circle and the Sankey diagram; more become a tangle
const POLE = 0.22; // nodes so close to the top or bottom of the circle have no room for a name beside them
const MIN_CELL_WIDTH = 26; // pixels that a figure in the matrix needs
const MAX_LABELLED = 20; // departments; the cells of a larger matrix have no room for figures

/** The source and target nodes of all flows, each once, with the departments of a branch together. */
export function nodesOf(flows: readonly ChartFlow[]): ChartNode[] {
  return uniqueNodes(flows.flatMap(({ from, to }) => [from, to]));
}

function uniqueNodes(nodes: readonly ChartNode[]): ChartNode[] {
  return [...new Map(nodes.map((node) => [node.id, node])).values()].sort((a, b) => a.path.localeCompare(b.path));
}

/** Without the flows from a node to itself. */
export function crossFlows(flows: readonly ChartFlow[]): ChartFlow[] {
  return flows.filter(({ from, to }) => from.id !== to.id);
}

function flowText({ from, to, reuses }: ChartFlow): string {
  return `${from.name} → ${to.name}: ${plural(reuses, "reuse")}`;
}

function confinedTooltip(palette: Palette) {
  return { ...tooltipStyle(palette), confine: true };
}

/** Nodes on a circle, sized by the reuses of and by their departments, silos in the accent colour; lines as wide as the flow. */
export function circleChart({ flows, silos, containSilos, nodeHref, flowHref }: FlowScene, palette: Palette, width: number) {
  const nodes = nodesOf(flows);
  const lines = crossFlows(flows).slice(0, MAX_FLOWS);
  const isNarrow = width < 560;
  const weight = ({ id }: ChartNode) => sum(flows.filter(({ from, to }) => from.id === id || to.id === id).map(({ reuses }) => reuses));
  const largest = Math.max(...nodes.map(weight));
  const widest = lines[0]?.reuses ?? 1;
  const ownReuses = ({ id }: ChartNode) => sum(flows.filter(({ from, to }) => from.id === id && to.id === id).map(({ reuses }) => reuses));
  const label = isNarrow
    ? { fontSize: 11, width: width * 0.25, overflow: "break" as const }
    : { fontSize: 12, width: width * 0.2, overflow: "truncate" as const, backgroundColor: palette.paper, padding: [1, 3] };
  return {
    tooltip: confinedTooltip(palette),
    series: [
      {
        type: "graph" as const,
        layout: "circular" as const,
        circular: { rotateLabel: false },
        left: isNarrow ? "14%" : "24%",
        right: isNarrow ? "14%" : "24%",
        top: 40,
        bottom: isNarrow ? 56 : 40,
        emphasis: { focus: "adjacency" as const },
        label: { show: true, color: palette.ink, ...label },
        edgeSymbol: ["none", "arrow"],
        edgeSymbolSize: 7,
        data: nodes.map((node, index) => ({
          id: node.id,
          name: node.name,
          href: nodeHref(node),
          label: { position: isNarrow ? ("bottom" as const) : outsidePosition(index, nodes.length) },
          symbolSize: 12 + (isNarrow ? 24 : 36) * Math.sqrt(weight(node) / largest),
          itemStyle: {
            color: silos.has(node.id) ? palette.accent : palette.data,
            ...(node.isCollapsed ? { borderColor: containSilos.has(node.id) ? palette.accent : palette.data3, borderWidth: 4 } : {}),
          },
          tooltip: {
            formatter: () =>
              `${node.name}: ${plural(ownReuses(node), "reuse")} of its own lessons${node.isCollapsed ? ". Click to open it." : ""}`,
          },
        })),
        links: lines.map((flow) => ({
          source: flow.from.id,
          target: flow.to.id,
          href: flowHref(flow),
          lineStyle: { width: 0.5 + (5 * flow.reuses) / widest, curveness: 0.18, color: palette.data2, opacity: 0.75 },
          tooltip: { formatter: () => flowText(flow) },
        })),
      },
    ],
  };
}

/** Where a label lies outside the circle beside its node. */
function outsidePosition(index: number, count: number): "top" | "bottom" | "left" | "right" {
  const angle = (2 * Math.PI * (index + 0.5)) / count;
  const horizontal = Math.cos(angle); // 1 at the right, -1 at the left
  if (Math.abs(horizontal) < POLE) return Math.sin(angle) < 0 ? "top" : "bottom";
  return horizontal < 0 ? "left" : "right";
}

/** Source departments in rows, reusing departments in columns; reuses of a department's own lessons on the diagonal. */
export function matrixChart({ flows, silos, flowHref }: FlowScene, palette: Palette, width: number) {
  const nodes = nodesOf(flows);
  const names = nodes.map(({ name }) => name);
  const largest = Math.max(...flows.map(({ reuses }) => reuses));
  const positions = new Map(nodes.map(({ id }, index) => [id, index]));
  const labelWidth = Math.min(200, width / 3);
  const hasFigures = names.length <= MAX_LABELLED && (width - labelWidth - 26) / names.length >= MIN_CELL_WIDTH;
  const axisLabel = { color: palette.faint, fontSize: 12, interval: 0, overflow: "truncate" as const };
  const axis = { type: "category" as const, data: names, axisLine: { show: false }, axisTick: { show: false } };
  return {
    grid: { left: labelWidth + 10, right: 16, top: 130, bottom: 8 },
    tooltip: { ...confinedTooltip(palette), formatter: ({ data }: { data: { tooltipText: string } }) => data.tooltipText },
    xAxis: { ...axis, position: "top" as const, axisLabel: { ...axisLabel, rotate: hasFigures ? 45 : 90, width: 120 } },
    yAxis: { ...axis, inverse: true, axisLabel: { ...axisLabel, width: labelWidth } },
    visualMap: { show: false, min: 0, max: largest, inRange: { color: [palette.data3, palette.data2] } },
    series: [
      {
        type: "heatmap" as const,
        data: flows.map((flow) => ({
          value: [positions.get(flow.to.id), positions.get(flow.from.id), flow.reuses],
          tooltipText: flowText(flow),
          href: flowHref(flow),
          ...(flow.from.id === flow.to.id && silos.has(flow.from.id)
            ? { itemStyle: { color: palette.accent }, label: { color: palette.paper } }
            : {}),
        })),
        label: {
          show: hasFigures,
          formatter: ({ value }: { value: number[] }) => formatNumber(value[2]),
          color: palette.ink,
          fontSize: 11,
        },
        itemStyle: { borderColor: palette.paper, borderWidth: 2 },
        emphasis: { disabled: names.length > MAX_LABELLED }, // with thousands of cells it would take most of the drawing time
      },
    ],
  };
}

/** Source departments on the left, reusing departments on the right. */
export function sankeyChart({ flows, silos, nodeHref, flowHref }: FlowScene, palette: Palette, width: number) {
  const lines = crossFlows(flows).slice(0, MAX_FLOWS);
  const labelWidth = Math.min(180, width / 3.2);
  const sankeyNode = (side: "from" | "to", node: ChartNode) => ({
    name: `${side} ${node.id}`,
    tooltipText: node.name,
    href: nodeHref(node),
    itemStyle: { color: silos.has(node.id) ? palette.accent : palette.data },
    label: { position: side === "from" ? ("left" as const) : ("right" as const), formatter: node.name },
  });
  return {
    tooltip: { ...confinedTooltip(palette), formatter: ({ data }: { data: { tooltipText?: string } }) => data.tooltipText ?? "" },
    series: [
      {
        type: "sankey" as const,
        left: labelWidth,
        right: labelWidth,
        top: 8,
        bottom: 8,
        nodeWidth: 10,
        nodeGap: 10,
        draggable: false,
        emphasis: { focus: "adjacency" as const },
        label: { color: palette.ink, fontSize: 12, width: labelWidth - 12, overflow: "truncate" as const },
        lineStyle: { color: palette.data2, opacity: 0.45, curveness: 0.5 },
        data: [
          ...uniqueNodes(lines.map(({ from }) => from)).map((node) => sankeyNode("from", node)),
          ...uniqueNodes(lines.map(({ to }) => to)).map((node) => sankeyNode("to", node)),
        ],
        links: lines.map((flow) => ({
          source: `from ${flow.from.id}`,
          target: `to ${flow.to.id}`,
          value: flow.reuses,
          tooltipText: flowText(flow),
          href: flowHref(flow),
        })),
      },
    ],
  };
}
