/**
 * The layout of a lesson's journey: time runs to the right, a lane per department in the order in which the lesson reached it. A lane leaves
 * the source's line at its first mark. On narrow screens time runs down, one row per mark.
 */
import type { Outcome } from "../../generated/graphql";
import { fitText, textWidth } from "../text-width";
import { spreadDots } from "./flags";
import type { Move } from "./lesson-moves";

export type MarkKind = Outcome | "unrated" | "built";

export interface JourneyEvent {
  id: string;
  /** ISO date. */
  day: string;
  /** The name of the department. */
  lane: string;
  kind: MarkKind;
  /** Two lines: where, and what came of it. */
  lines: readonly [string, string];
}

export interface JourneyData {
  source: { day: string; lanes: readonly string[]; text: string };
  events: readonly JourneyEvent[];
  /** People who took the lesson with them from one of its departments to another. */
  moves: readonly Move[];
  today: string;
}

export interface Label {
  x: number;
  /** The base line of the first line; the second stands 14 px below. */
  y: number;
  isEnd: boolean;
  lines: readonly string[];
  /** A line from the mark to a label that is not right beneath it. */
  leader?: string;
}

export interface Mark {
  event: JourneyEvent;
  x: number;
  y: number;
  /** Absent where there is no room: the table and the list have the text. */
  label?: Label;
}

export interface JourneyLayout {
  width: number;
  height: number;
  source: { x: number; y: number };
  lanes: { name: string; y: number; from: number; to: number }[];
  /** Paths from the source's line to the lanes. */
  branches: string[];
  /** Dashed paths from the lane that a person left to the lane of the new department. */
  moves: { move: Move; path: string }[];
  marks: Mark[];
  ticks: { x: number; text: string }[];
  today: number;
}

const LEFT = 150; // pixels for the names of the lanes
const RIGHT = 24;
const TOP = 70; // the text about the source, and the years
const RADIUS = 8;
const BRANCH = 13; // a branch bends towards its lane this far before the first mark
const ROW = 32; // a label of two lines
const MAX_ROWS = 4;
const MIN_LABEL = 56; // pixels: a shorter label says nothing
const MAX_LABEL = 240;
const MAX_SHIFT = 26; // how far from its mark a label may begin
const GAP = 8;

type Span = [from: number, to: number];

export function layoutJourney(data: JourneyData, width: number): JourneyLayout {
  const right = width - RIGHT;
  const start = Date.parse(data.source.day);
  const days = Math.max(Date.parse(data.today) - start, 86_400_000);
  const scale = (day: string) => LEFT + GAP + (Math.max(0, Date.parse(day) - start) / days) * (right - LEFT - GAP);
  const names = laneNames(data);
  const byLane = names.map((name) => data.events.filter(({ lane }) => lane === name).sort((a, b) => a.day.localeCompare(b.day)));
  const sourceX = scale(data.source.day);
  const bends = findBends(
    byLane.map((events) => events[0] && scale(events[0].day)),
    data.source.lanes.length,
    sourceX,
  );
  const moves = data.moves.map((move) => ({ move, x: scale(move.day), from: names.indexOf(move.from), to: names.indexOf(move.to) }));
  const lanes: JourneyLayout["lanes"] = [];
  const marks: Mark[] = [];
  let y = TOP;
  for (const [index, name] of names.entries()) {
    const crossing = [
      ...bends.flatMap((x, lane) => (x !== undefined && lane > index ? [x] : [])),
      ...moves.flatMap(({ x, from, to }) => (Math.min(from, to) <= index && index < Math.max(from, to) ? [x] : [])),
    ];
    const { placed, above, below } = layoutLane(byLane[index] ?? [], scale, crossing, [LEFT - 4, width]);
    const laneY = y + above;
    const xs = placed.map(({ x }) => x);
    const isSource = index < data.source.lanes.length;
    lanes.push({ name, y: laneY, from: isSource ? sourceX : Math.min(...xs), to: Math.max(isSource ? sourceX : 0, ...xs) });
    marks.push(...placed.map((mark) => moveDown(mark, laneY)));
    y = laneY + below;
  }
  const sourceY = lanes[0]?.y ?? TOP;
  const first = lanes[0];
  if (first) first.to = Math.max(first.to, ...bends.filter((x) => x !== undefined));
  return {
    width,
    height: y + 20,
    source: { x: sourceX, y: sourceY },
    lanes,
    branches: lanes.flatMap(({ y, from }, index) => branch(bends[index], from, sourceY, y)),
    moves: moves.map(({ move, x, from, to }) => ({ move, path: movePath(x, lanes[from]?.y ?? TOP, lanes[to]?.y ?? TOP) })),
    marks,
    ticks: yearTicks(data, scale, right),
    today: right,
  };
}

/** The source's departments first, then the others as the lesson reached them. */
export function laneNames({ source, events }: JourneyData): string[] {
  const reached = [...events].sort((a, b) => a.day.localeCompare(b.day)).map(({ lane }) => lane);
  return [...new Set([...source.lanes, ...reached])];
}

/** Where the branch to each lane goes down: left of its first mark, with some distance from other branches. */
function findBends(firsts: readonly (number | undefined)[], sources: number, sourceX: number): (number | undefined)[] {
  const taken: number[] = [];
  return firsts.map((first, index) => {
    if (first === undefined || index < sources) return undefined;
    let x = Math.max(sourceX, first - BRANCH);
    while (x > sourceX && taken.some((other) => Math.abs(other - x) < 5)) x -= 5;
    taken.push(x);
    return x;
  });
}

function branch(bend: number | undefined, to: number, fromY: number, y: number): string[] {
  if (bend === undefined) return [];
  const radius = Math.max(0, Math.min(12, to - bend));
  return [`M${bend - radius} ${fromY}Q${bend} ${fromY} ${bend} ${fromY + 12}V${y - radius}Q${bend} ${y} ${bend + radius} ${y}H${to}`];
}

/** A bend from one lane to another, up or down, around the day of the move. */
function movePath(x: number, fromY: number, toY: number): string {
  const turn = toY > fromY ? 8 : -8;
  return `M${x - 8} ${fromY}Q${x} ${fromY} ${x} ${fromY + turn}V${toY - turn}Q${x} ${toY} ${x + 8} ${toY}`;
}

/** The marks of one lane, at a lane height of 0, with the room that the lane takes above and below. `crossing`: where branches to later lanes pass. */
function layoutLane(events: readonly JourneyEvent[], scale: (day: string) => number, crossing: readonly number[], [left, right]: Span) {
  const xs = events.map(({ day }) => scale(day));
  const offsets = spreadDots(events.map(({ id }, index) => ({ id, x: xs[index] ?? 0, radius: RADIUS + 3 })));
  const ys = events.map(({ id }) => offsets.get(id) ?? 0);
  const lowest = Math.max(0, ...ys);
  const branches = crossing.map((x): Span => [x - 3, x + 3]);
  const rows: Span[][] = Array.from({ length: MAX_ROWS }, () => [...branches]);
  let used = 0;
  const placed = events.map((event, index): Mark => {
    const [x, y] = [xs[index] ?? 0, ys[index] ?? 0];
    const place = placeLabel(event.lines, x, rows, branches, [left, right]);
    if (!place) return { event, x, y };
    used = Math.max(used, place.row + 1);
    const top = lowest + 23 + place.row * ROW;
    const leader = place.row > 0 ? { leader: `M${x} ${y + RADIUS}V${top - 12}` } : {};
    return { event, x, y, label: { x: place.x, y: top, isEnd: place.isEnd, lines: place.lines, ...leader } };
  });
  return { placed, above: -Math.min(0, ...ys), below: lowest + Math.max(44, 24 + used * ROW) };
}

interface Place {
  row: number;
  x: number;
  isEnd: boolean;
  lines: string[];
}

/** The first row in which the first line fits whole, to the right or to the left of the mark; else the widest gap for a shortened label. */
function placeLabel(
  lines: readonly [string, string],
  x: number,
  rows: Span[][],
  branches: readonly Span[],
  bounds: Span,
): Place | undefined {
  const width = Math.min(MAX_LABEL, Math.max(textWidth(lines[0]), textWidth(lines[1], "regular", 11)));
  const places = rows.flatMap((spans, row) => {
    if (rows.slice(0, row).some((above) => above.some(([from, to]) => x > from - 2 && x < to + 2))) return []; // no way for the leader
    return [...rightOf(spans, branches, x, bounds), ...leftOf(spans, branches, x, bounds)].map((place) => ({ row, ...place }));
  });
  const whole = places.find(({ room }) => room >= Math.min(width, textWidth(lines[0])));
  const best = whole ?? places.reduce<(typeof places)[number] | undefined>((a, b) => (a && a.room >= b.room ? a : b), undefined);
  if (!best || (!whole && best.room < MIN_LABEL)) return undefined;
  const { row, isEnd, edge } = best;
  const taken = Math.min(width, best.room);
  rows[row]?.push(isEnd ? [edge - taken - GAP, edge] : [edge, edge + taken + GAP]);
  for (const spans of rows.slice(0, row)) spans.push([x - 3, x + 3]);
  return { row, isEnd, x: edge, lines: [fitText(lines[0], taken + 1), fitText(lines[1], taken + 1, "regular", 11)] };
}

interface Room {
  /** Where the label begins, or ends if it stands to the left. */
  edge: number;
  isEnd: boolean;
  /** Pixels for the text. */
  room: number;
}

/** The places right of a mark: at the mark, or a little beyond the branches that pass there. */
function rightOf(spans: readonly Span[], branches: readonly Span[], x: number, [, right]: Span): Room[] {
  const edges = [x - 4, ...branches.map(([, to]) => to + 1)].filter((edge) => edge >= x - 4 && edge <= x + MAX_SHIFT);
  return edges
    .filter((edge) => !spans.some(([from, to]) => edge > from && edge < to))
    .map((edge) => ({
      edge,
      isEnd: false,
      room: Math.min(right, ...spans.filter(([from]) => from >= edge).map(([from]) => from)) - edge - GAP,
    }));
}

function leftOf(spans: readonly Span[], branches: readonly Span[], x: number, bounds: Span): Room[] {
  const mirror = ([from, to]: Span): Span => [-to, -from];
  return rightOf(spans.map(mirror), branches.map(mirror), -x, [-bounds[1], -bounds[0]]).map(({ edge, room }) => ({
    edge: -edge,
    isEnd: true,
    room,
  }));
}

function moveDown(mark: Mark, y: number): Mark {
  const { label } = mark;
  if (!label) return { ...mark, y: mark.y + y };
  const leader = label.leader ? { leader: label.leader.replace(/ (-?[\d.]+)V(-?[\d.]+)/, (_, a, b) => ` ${+a + y}V${+b + y}`) } : {};
  return { ...mark, y: mark.y + y, label: { ...label, y: label.y + y, ...leader } };
}

/** The beginning of each year, at most one in 44 pixels. */
function yearTicks({ source, today }: JourneyData, scale: (day: string) => number, right: number): JourneyLayout["ticks"] {
  const years = Array.from({ length: +today.slice(0, 4) - +source.day.slice(0, 4) }, (_, index) => +source.day.slice(0, 4) + 1 + index);
  const all = years.map((year) => ({ x: scale(`${year}-01-01`), text: String(year) }));
  const step = Math.ceil(44 / Math.max(1, (all[1]?.x ?? right) - (all[0]?.x ?? 0)));
  return all.filter(({ x }, index) => index % step === 0 && x < right - 70);
}

export interface NarrowRow {
  event: JourneyEvent;
  x: number;
  y: number;
}

export interface NarrowLayout {
  height: number;
  source: { x: number; y: number };
  lanes: { name: string; x: number; from: number; to: number }[];
  branches: string[];
  rows: NarrowRow[];
  /** Where the texts begin. */
  textX: number;
}

const NARROW_ROW = 46;

export function layoutNarrowJourney(data: JourneyData, width: number): NarrowLayout {
  const names = laneNames(data);
  const step = Math.min(17, (width * 0.3) / Math.max(1, names.length));
  const laneX = (name: string) => 10 + step * names.indexOf(name);
  const events = [...data.events].sort((a, b) => a.day.localeCompare(b.day));
  const rows = events.map((event, index) => ({ event, x: laneX(event.lane), y: 16 + NARROW_ROW * (index + 1) }));
  const lanes = names.map((name, index) => {
    const ys = rows.filter(({ event }) => event.lane === name).map(({ y }) => y);
    return { name, x: laneX(name), from: index < data.source.lanes.length ? 16 : Math.min(...ys), to: Math.max(16, ...ys) };
  });
  const first = lanes[0];
  if (first) first.to = Math.max(first.to, ...lanes.slice(data.source.lanes.length).map(({ from }) => from - 30));
  return {
    height: 16 + NARROW_ROW * (events.length + 1),
    source: { x: 10, y: 16 },
    lanes,
    branches: lanes
      .slice(data.source.lanes.length)
      .map(({ x, from }) => `M10 ${from - 30}Q10 ${from - 22} 18 ${from - 22}H${x - 8}Q${x} ${from - 22} ${x} ${from - 12}V${from}`),
    rows,
    textX: 10 + step * names.length + 12,
  };
}
