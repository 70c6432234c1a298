/** Where lessons, the departments that reused them, and the bands between both are drawn. */

export interface Reach {
  lesson: { id: string; title: string };
  department: { id: string; name: string };
  reuses: number;
}

export interface ReachNode {
  id: string;
  name: string;
  reuses: number;
  /** Several nodes that have no room of their own. */
  isRest: boolean;
  y: number;
  height: number;
}

export interface ReachBand {
  key: string;
  lesson: ReachNode;
  department: ReachNode;
  reuses: number;
  path: string;
}

export interface ReachLayout {
  lessons: ReachNode[];
  departments: ReachNode[];
  bands: ReachBand[];
  height: number;
  /** The width of the texts on the left and on the right; the nodes stand beside them. */
  left: number;
  right: number;
}

export const MAX_NODES = 12; // on each side; the others are drawn as one
export const NODE = 6; // pixels, the width of a node
const ROW = 40; // the room of a node with two lines of text
const HIGHEST = 300; // pixels for all reuses together
const PER_REUSE = 12; // pixels, where the number of reuses allows it
export const TEXT = 12; // pixels between a node and its text

type Node = Omit<ReachNode, "y" | "height">;

export function reachLayout(rows: readonly Reach[], width: number): ReachLayout {
  const total = rows.reduce((sum, { reuses }) => sum + reuses, 0);
  const unit = Math.min(PER_REUSE, HIGHEST / Math.max(1, total));
  const lessons = place(
    nodesOf(rows, ({ lesson }) => ({ id: lesson.id, name: lesson.title }), "lessons"),
    unit,
  );
  const departments = place(
    nodesOf(rows, ({ department }) => department, "departments"),
    unit,
  );
  const left = Math.round(width * (width < 560 ? 0.35 : 0.36));
  const right = Math.round(width * (width < 560 ? 0.33 : 0.24));
  const [from, to] = [left + TEXT + NODE, width - right - TEXT - NODE];
  const bands = bandsOf(rows, lessons, departments, unit, from, to);
  const height = Math.max(bottomOf(lessons), bottomOf(departments));
  return { lessons, departments, bands, height, left, right };
}

/** The most reused first; those beyond MAX_NODES are one. */
function nodesOf(rows: readonly Reach[], nodeOf: (row: Reach) => { id: string; name: string }, kind: string): Node[] {
  const sums = new Map<string, Node>();
  for (const row of rows) {
    const { id, name } = nodeOf(row);
    sums.set(id, { id, name, reuses: (sums.get(id)?.reuses ?? 0) + row.reuses, isRest: false });
  }
  const all = [...sums.values()].sort((a, b) => b.reuses - a.reuses || a.name.localeCompare(b.name));
  if (all.length <= MAX_NODES) return all;
  const rest = all.slice(MAX_NODES - 1);
  const reuses = rest.reduce((sum, node) => sum + node.reuses, 0);
  return [...all.slice(0, MAX_NODES - 1), { id: "", name: `${rest.length} other ${kind}`, reuses, isRest: true }];
}

function place(nodes: readonly Node[], unit: number): ReachNode[] {
  let y = 0;
  return nodes.map((node) => {
    const height = Math.max(2, node.reuses * unit);
    const room = Math.max(ROW, height + 12);
    const placed = { ...node, height, y: y + (room - height) / 2 };
    y += room;
    return placed;
  });
}

function bottomOf(nodes: readonly ReachNode[]): number {
  const last = nodes.at(-1);
  return last ? last.y + last.height + Math.max(6, (ROW - last.height) / 2) : 0;
}

function bandsOf(
  rows: readonly Reach[],
  lessons: readonly ReachNode[],
  departments: readonly ReachNode[],
  unit: number,
  from: number,
  to: number,
): ReachBand[] {
  const at = (nodes: readonly ReachNode[], id: string) => nodes.find((node) => node.id === id) ?? (nodes.at(-1) as ReachNode);
  const sums = new Map<string, { lesson: ReachNode; department: ReachNode; reuses: number }>();
  for (const { lesson, department, reuses } of rows) {
    const [one, other] = [at(lessons, lesson.id), at(departments, department.id)];
    const key = `${one.id} ${other.id}`;
    sums.set(key, { lesson: one, department: other, reuses: (sums.get(key)?.reuses ?? 0) + reuses });
  }
  const used = new Map<ReachNode, number>(); // the height that is taken, by node
  return [...sums]
    .sort(([, a], [, b]) => a.lesson.y - b.lesson.y || a.department.y - b.department.y)
    .map(([key, band]) => {
      const height = band.reuses * unit;
      const [y1, y2] = [band.lesson, band.department].map((node) => {
        const start = used.get(node) ?? 0;
        used.set(node, start + height);
        return round(node.y + start);
      }) as [number, number];
      return { key, ...band, path: bandPath(from, y1, to, y2, Math.max(1.5, height)) };
    });
}

function bandPath(x1: number, y1: number, x2: number, y2: number, height: number): string {
  const middle = round((x1 + x2) / 2);
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}V${round(y2 + height)}C${middle} ${round(y2 + height)} ${middle} ${round(y1 + height)} ${x1} ${round(y1 + height)}Z`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
