/** Pictures of who takes from whom, as ECharts has them: departments in a circle, a matrix, and streams. */
import type { Ink } from "./chart";
import { sum } from "./findings";
import { number, plural } from "./words";

export interface Cell {
  from: { id: string; name: string };
  to: { id: string; name: string };
  reuses: number;
}

const MOST_STREAMS = 40; // more are a tangle
const LABELLED = 20; // departments; squares of more have no room for a figure

export const namesOf = (cells: readonly Cell[]): string[] => [...new Set(cells.flatMap(({ from, to }) => [from.name, to.name]))].sort();

/** The widest streams between departments, without what stays at home. */
export const across = (cells: readonly Cell[]): Cell[] =>
  cells.filter(({ from, to }) => from.id !== to.id).sort((one, other) => other.reuses - one.reuses);

const tip = (ink: Ink) => ({ backgroundColor: ink.paper, borderColor: ink.rule, textStyle: { color: ink.ink } });

/** Departments in a circle: the larger the more they reused and gave; those that keep to themselves in the accent; lines by how much went. */
export function circle(cells: readonly Cell[], closed: ReadonlySet<string>, ink: Ink) {
  const names = namesOf(cells), streams = across(cells).slice(0, MOST_STREAMS);
  const weight = (name: string) => sum(cells.filter(({ from, to }) => from.name === name || to.name === name).map(({ reuses }) => reuses));
  const most = Math.max(...names.map(weight)), widest = streams[0]?.reuses ?? 1;
  const own = (name: string) => sum(cells.filter(({ from, to }) => from.name === name && to.name === name).map(({ reuses }) => reuses));
  return {
    tooltip: tip(ink),
    series: [
      {
        type: "graph" as const,
        layout: "circular" as const,
        circular: { rotateLabel: false },
        left: "22%", right: "22%", top: 40, bottom: 40,
        emphasis: { focus: "adjacency" as const },
        label: { show: true, position: "right" as const, color: ink.ink, fontSize: 12 },
        edgeSymbol: ["none", "arrow"], edgeSymbolSize: 7,
        data: names.map((name, at) => ({
          name,
          label: { position: Math.cos((2 * Math.PI * (at + 0.5)) / names.length) < 0 ? ("left" as const) : ("right" as const) }, // outside
          symbolSize: 12 + 36 * Math.sqrt(weight(name) / most),
          itemStyle: { color: closed.has(name) ? ink.accent : ink.data },
          tooltip: { formatter: () => `${name}: ${plural(own(name), "reuse")} of its own lessons` },
        })),
        links: streams.map(({ from, to, reuses }) => ({
          source: from.name,
          target: to.name,
          lineStyle: { width: 0.5 + (5 * reuses) / widest, curveness: 0.18, color: ink.data2, opacity: 0.75 },
          tooltip: { formatter: () => `${from.name} → ${to.name}: ${plural(reuses, "reuse")}` },
        })),
      },
    ],
  };
}

/** Rows give, columns take; what departments reuse of their own lies on the diagonal. */
export function matrix(cells: readonly Cell[], closed: ReadonlySet<string>, ink: Ink, width: number) {
  const names = namesOf(cells), most = Math.max(...cells.map(({ reuses }) => reuses));
  const label = { color: ink.faint, fontSize: 12, interval: 0 }, room = Math.min(200, width / 3);
  const plain = { axisLine: { show: false }, axisTick: { show: false } };
  const of = ({ data }: { data: { value: [number, number, number] } }) => data.value;
  return {
    grid: { left: room + 10, right: 16, top: 130, bottom: 8 },
    tooltip: { ...tip(ink), formatter: (hit: { data: { value: [number, number, number] } }) => `${names[of(hit)[1]]} → ${names[of(hit)[0]]}: ${plural(of(hit)[2], "reuse")}` },
    xAxis: { type: "category" as const, data: names, position: "top" as const, axisLabel: { ...label, rotate: 45, width: 120, overflow: "truncate" as const }, ...plain },
    yAxis: { type: "category" as const, data: names, inverse: true, axisLabel: { ...label, width: room, overflow: "truncate" as const }, ...plain },
    visualMap: { show: false, min: 0, max: most, inRange: { color: [ink.data3, ink.data2] } },
    series: [
      {
        type: "heatmap" as const,
        data: cells.map(({ from, to, reuses }) => ({
          value: [names.indexOf(to.name), names.indexOf(from.name), reuses],
          ...(from.id === to.id && closed.has(from.name) ? { itemStyle: { color: ink.accent }, label: { color: ink.paper } } : {}),
        })),
        label: { show: names.length <= LABELLED, formatter: (hit: { data: { value: [number, number, number] } }) => number(of(hit)[2]), color: ink.ink, fontSize: 11 },
        itemStyle: { borderColor: ink.paper, borderWidth: 2 },
      },
    ],
  };
}

/** From where lessons were learned, on the left, to where they were reused, on the right. */
export function streams(cells: readonly Cell[], closed: ReadonlySet<string>, ink: Ink, width: number) {
  const shown = across(cells).slice(0, MOST_STREAMS), room = Math.min(180, width / 3.2);
  const node = (side: string, name: string, position: "left" | "right") => ({ name: `${side} ${name}`, itemStyle: { color: closed.has(name) ? ink.accent : ink.data }, label: { position } });
  return {
    tooltip: { ...tip(ink), formatter: ({ data }: { data: { tip?: string } }) => data.tip ?? "" },
    series: [
      {
        type: "sankey" as const,
        left: room, right: room, top: 8, bottom: 8,
        nodeWidth: 10, nodeGap: 10, draggable: false,
        emphasis: { focus: "adjacency" as const },
        label: { color: ink.ink, fontSize: 12, width: room - 12, overflow: "truncate" as const, formatter: ({ name }: { name: string }) => name.slice(name.indexOf(" ") + 1) },
        lineStyle: { color: ink.data2, opacity: 0.45, curveness: 0.5 },
        data: [
          ...[...new Set(shown.map(({ from }) => from.name))].map((name) => node("from", name, "left")),
          ...[...new Set(shown.map(({ to }) => to.name))].map((name) => node("to", name, "right")),
        ],
        links: shown.map(({ from, to, reuses }) => ({ source: `from ${from.name}`, target: `to ${to.name}`, value: reuses, tip: `${from.name} → ${to.name}: ${plural(reuses, "reuse")}` })),
      },
    ],
  };
}
