/** Pictures of who takes from whom, as ECharts has them: departments in a circle, a matrix, and streams. What is drawn knows where a click on it leads. */

import { number, plural } from "../text/format";
import { sum } from "../text/sentences";
import type { Ink } from "./chart";
import type { Drawn, Place } from "./rollup";

export interface Scene {
  /** The widest first. */
  cells: readonly Drawn[];
  /** Places that keep to themselves, and those that stand for one that does. */
  closed: ReadonlySet<string>;
  holding: ReadonlySet<string>;
  goToPlace: (place: Place) => string;
  goToCell: (cell: Drawn) => string | undefined;
}

const MOST_STREAMS = 40; // more are a tangle
const POLE = 0.22; // so near to the top or the bottom of a circle, a name beside a place would lie on the next one
const LEAST_SQUARE = 26; // pixels that a square needs for a figure
const LABELLED = 20; // departments; squares of more have no room for a figure

/** Everything that gives or takes. */
export const placesOf = (cells: readonly Drawn[]): Place[] => sorted(cells.flatMap(({ from, to }) => [from, to]));

/** Each once, departments of one branch together. */
function sorted(places: readonly Place[]): Place[] {
  return [...new Map(places.map((place) => [place.id, place])).values()].sort((one, other) => one.order.localeCompare(other.order));
}

/** The widest streams between different places. */
export const across = (cells: readonly Drawn[]): Drawn[] => cells.filter(({ from, to }) => from.id !== to.id);

const tip = (ink: Ink) => ({ backgroundColor: ink.paper, borderColor: ink.rule, textStyle: { color: ink.ink }, confine: true });
const said = ({ from, to, reuses }: Drawn) => `${from.name} → ${to.name}: ${plural(reuses, "reuse")}`;

/** Places in a circle: the larger the more they reused and gave; those that keep to themselves in the accent; lines by how much went. */
export function circle({ cells, closed, holding, goToPlace, goToCell }: Scene, ink: Ink, width: number) {
  const all = placesOf(cells),
    streams = across(cells).slice(0, MOST_STREAMS),
    narrow = width < 560;
  const weight = ({ id }: Place) => sum(cells.filter(({ from, to }) => from.id === id || to.id === id).map(({ reuses }) => reuses));
  const most = Math.max(...all.map(weight)),
    widest = streams[0]?.reuses ?? 1;
  const own = ({ id }: Place) => sum(cells.filter(({ from, to }) => from.id === id && to.id === id).map(({ reuses }) => reuses));
  const outside = (at: number) => {
    const angle = (2 * Math.PI * (at + 0.5)) / all.length,
      side = Math.cos(angle); // 1 at the right, -1 at the left
    if (Math.abs(side) < POLE) return Math.sin(angle) < 0 ? ("top" as const) : ("bottom" as const);
    return side < 0 ? ("left" as const) : ("right" as const);
  };
  return {
    tooltip: tip(ink),
    series: [
      {
        type: "graph" as const,
        layout: "circular" as const,
        circular: { rotateLabel: false },
        left: narrow ? "14%" : "24%",
        right: narrow ? "14%" : "24%",
        top: 40,
        bottom: narrow ? 56 : 40,
        emphasis: { focus: "adjacency" as const },
        label: {
          show: true,
          color: ink.ink,
          fontSize: narrow ? 11 : 12,
          width: narrow ? width * 0.25 : width * 0.2,
          ...(narrow ? { overflow: "break" as const } : { overflow: "truncate" as const, backgroundColor: ink.paper, padding: [1, 3] }),
        },
        edgeSymbol: ["none", "arrow"],
        edgeSymbolSize: 7,
        data: all.map((place, at) => ({
          id: place.id,
          name: place.name,
          go: goToPlace(place),
          label: { position: narrow ? ("bottom" as const) : outside(at) },
          symbolSize: 12 + (narrow ? 24 : 36) * Math.sqrt(weight(place) / most),
          itemStyle: {
            color: closed.has(place.id) ? ink.accent : ink.data,
            ...(place.whole ? { borderColor: holding.has(place.id) ? ink.accent : ink.data3, borderWidth: 4 } : {}),
          },
          tooltip: {
            formatter: () => `${place.name}: ${plural(own(place), "reuse")} of its own lessons${place.whole ? ". A click opens it." : ""}`,
          },
        })),
        links: streams.map((cell) => ({
          source: cell.from.id,
          target: cell.to.id,
          go: goToCell(cell),
          lineStyle: { width: 0.5 + (5 * cell.reuses) / widest, curveness: 0.18, color: ink.data2, opacity: 0.75 },
          tooltip: { formatter: () => said(cell) },
        })),
      },
    ],
  };
}

/** Rows give, columns take; what departments reuse of their own lies on the diagonal. */
export function matrix({ cells, closed, goToCell }: Scene, ink: Ink, width: number) {
  const all = placesOf(cells),
    names = all.map(({ name }) => name),
    most = Math.max(...cells.map(({ reuses }) => reuses));
  const at = new Map(all.map(({ id }, index) => [id, index]));
  const label = { color: ink.faint, fontSize: 12, interval: 0 },
    room = Math.min(200, width / 3);
  const fits = names.length <= LABELLED && (width - room - 26) / names.length >= LEAST_SQUARE;
  const plain = { axisLine: { show: false }, axisTick: { show: false } };
  return {
    grid: { left: room + 10, right: 16, top: 130, bottom: 8 },
    tooltip: { ...tip(ink), formatter: ({ data }: { data: { said: string } }) => data.said },
    xAxis: {
      type: "category" as const,
      data: names,
      position: "top" as const,
      axisLabel: { ...label, rotate: fits ? 45 : 90, width: 120, overflow: "truncate" as const },
      ...plain,
    },
    yAxis: {
      type: "category" as const,
      data: names,
      inverse: true,
      axisLabel: { ...label, width: room, overflow: "truncate" as const },
      ...plain,
    },
    visualMap: { show: false, min: 0, max: most, inRange: { color: [ink.data3, ink.data2] } },
    series: [
      {
        type: "heatmap" as const,
        data: cells.map((cell) => ({
          value: [at.get(cell.to.id), at.get(cell.from.id), cell.reuses],
          said: said(cell),
          go: goToCell(cell),
          ...(cell.from.id === cell.to.id && closed.has(cell.from.id)
            ? { itemStyle: { color: ink.accent }, label: { color: ink.paper } }
            : {}),
        })),
        label: { show: fits, formatter: ({ value }: { value: number[] }) => number(value[2]), color: ink.ink, fontSize: 11 },
        itemStyle: { borderColor: ink.paper, borderWidth: 2 },
        emphasis: { disabled: names.length > LABELLED }, // of thousands of squares it would take most of the time
      },
    ],
  };
}

/** From where lessons were learned, on the left, to where they were reused, on the right. */
export function streams({ cells, closed, goToPlace, goToCell }: Scene, ink: Ink, width: number) {
  const shown = across(cells).slice(0, MOST_STREAMS),
    room = Math.min(180, width / 3.2);
  const node = (side: "from" | "to", place: Place) => ({
    name: `${side} ${place.id}`,
    said: place.name,
    go: goToPlace(place),
    itemStyle: { color: closed.has(place.id) ? ink.accent : ink.data },
    label: { position: side === "from" ? ("left" as const) : ("right" as const), formatter: place.name },
  });
  return {
    tooltip: { ...tip(ink), formatter: ({ data }: { data: { said?: string } }) => data.said ?? "" },
    series: [
      {
        type: "sankey" as const,
        left: room,
        right: room,
        top: 8,
        bottom: 8,
        nodeWidth: 10,
        nodeGap: 10,
        draggable: false,
        emphasis: { focus: "adjacency" as const },
        label: { color: ink.ink, fontSize: 12, width: room - 12, overflow: "truncate" as const },
        lineStyle: { color: ink.data2, opacity: 0.45, curveness: 0.5 },
        data: [
          ...sorted(shown.map(({ from }) => from)).map((place) => node("from", place)),
          ...sorted(shown.map(({ to }) => to)).map((place) => node("to", place)),
        ],
        links: shown.map((cell) => ({
          source: `from ${cell.from.id}`,
          target: `to ${cell.to.id}`,
          value: cell.reuses,
          said: said(cell),
          go: goToCell(cell),
        })),
      },
    ],
  };
}
