/** Rolls departments up for a picture: branches of the organisation are one node each until the reader opens them. */
interface Named {
  id: string;
  name: string;
}

/** A group of the service's response. The ancestors of its department begin with the nearest. */
export interface DepartmentGroup extends Named {
  kind: string;
  department?: (Named & { ancestors: readonly Named[] }) | null;
}

export interface GroupFlow {
  from: { id: string };
  to: { id: string };
  /** Reuses of lessons that the person had not learned, and how many chance would give. */
  observed?: number | null;
  expected?: number | null;
}

export interface ChartNode extends Named {
  kind: string;
  /** Whether it stands for several groups and can be opened. */
  isCollapsed: boolean;
  /** The path of ids from the root, so that sorting keeps the departments of a branch together. */
  path: string;
}

export interface ChartFlow {
  from: ChartNode;
  to: ChartNode;
  reuses: number;
  expected: number;
}

export const MAX_NODES = 24; // a picture of more cannot be read

/** From the root of the tree to the group itself. */
function pathOf({ id, name, kind, department }: DepartmentGroup): readonly Named[] {
  const ancestors = [...(department?.ancestors ?? [])].reverse();
  return kind === "SMALL_DEPARTMENTS" && department ? [...ancestors, department, { id, name }] : [...ancestors, { id, name }];
}

/**
 * The node that stands for each group, by the group's id; unattributed reuses have none.
 *
 * Without `opened`, each group is a node of its own unless there are more than MAX_NODES. `opened` is the id of the department that the
 * reader opened; it and its ancestors are expanded, all other branches are collapsed.
 */
export function chartNodes(groups: readonly DepartmentGroup[], opened: string | undefined): Map<string, ChartNode> {
  const attributed = groups.filter(({ kind }) => kind !== "UNATTRIBUTED");
  const paths = new Map(attributed.map((group) => [group.id, pathOf(group)]));
  const roots = new Set([...paths.values()].map((path) => path[0]?.id));
  const expanded = new Set(roots.size === 1 ? roots : []);
  const openedPath = opened === undefined ? [] : ([...paths.values()].find((path) => path.some(({ id }) => id === opened)) ?? []);
  for (const { id } of openedPath) {
    expanded.add(id);
    if (id === opened) break;
  }
  const expandsAll = opened === undefined && attributed.length <= MAX_NODES;
  return new Map(
    attributed.map((group) => {
      const path = paths.get(group.id) as readonly Named[];
      const firstCollapsed = expandsAll ? -1 : path.findIndex(({ id }) => !expanded.has(id));
      const depth = firstCollapsed < 0 ? path.length - 1 : firstCollapsed;
      const { id, name } = path[depth] as Named;
      const isCollapsed = depth < path.length - 1;
      const nodePath = path
        .slice(0, depth + 1)
        .map((ancestor) => ancestor.id)
        .join("/");
      return [group.id, { id, name, kind: isCollapsed ? "DEPARTMENT" : group.kind, isCollapsed, path: nodePath }];
    }),
  );
}

/** Sums the flows between groups to flows between nodes, the widest first. */
export function sumFlows(flows: readonly GroupFlow[], nodes: ReadonlyMap<string, ChartNode>): ChartFlow[] {
  const sums = new Map<string, ChartFlow>();
  for (const { from, to, observed, expected } of flows) {
    const source = nodes.get(from.id);
    const target = nodes.get(to.id);
    if (!source || !target) continue;
    const key = JSON.stringify([source.id, target.id]);
    const total = sums.get(key) ?? { from: source, to: target, reuses: 0, expected: 0 };
    total.reuses += observed ?? 0;
    total.expected += expected ?? 0;
    sums.set(key, total);
  }
  return [...sums.values()].sort((a, b) => b.reuses - a.reuses);
}

/** The nodes that give or receive, each once, with the departments of a branch together. */
export function nodesOf(flows: readonly ChartFlow[]): ChartNode[] {
  const nodes = new Map(flows.flatMap(({ from, to }) => [from, to]).map((node) => [node.id, node]));
  return [...nodes.values()].sort((a, b) => a.path.localeCompare(b.path));
}

/**
 * The flows with the nodes of fewest reuses drawn as one, where there are more than MAX_NODES: a flat organisation has no branches to
 * collapse. `folded` is the number of nodes that became one.
 */
export function foldSmallest(flows: readonly ChartFlow[]): { flows: ChartFlow[]; folded: number } {
  const nodes = nodesOf(flows.filter(({ reuses }) => reuses > 0));
  if (nodes.length <= MAX_NODES) return { flows: [...flows], folded: 0 };
  const weights = new Map<string, number>();
  for (const { from, to, reuses } of flows) for (const { id } of [from, to]) weights.set(id, (weights.get(id) ?? 0) + reuses);
  const smallest = [...nodes].sort((a, b) => (weights.get(b.id) ?? 0) - (weights.get(a.id) ?? 0)).slice(MAX_NODES - 1);
  const rest: ChartNode = { id: REST, name: `${smallest.length} others`, kind: "REST", isCollapsed: false, path: "\uffff" };
  const folded = new Map(smallest.map(({ id }) => [id, rest]));
  const sums = new Map<string, ChartFlow>();
  for (const flow of flows) {
    const [from, to] = [folded.get(flow.from.id) ?? flow.from, folded.get(flow.to.id) ?? flow.to];
    const key = JSON.stringify([from.id, to.id]);
    const total = sums.get(key) ?? { from, to, reuses: 0, expected: 0 };
    sums.set(key, { ...total, reuses: total.reuses + flow.reuses, expected: total.expected + flow.expected });
  }
  return { flows: [...sums.values()].sort((a, b) => b.reuses - a.reuses), folded: smallest.length };
}

/** The id of the node that stands for the smallest ones. */
export const REST = "(others)";

/** The opened department and its ancestors, the root first; empty when nothing is below it. */
export function breadcrumbs(groups: readonly DepartmentGroup[], opened: string): Named[] {
  for (const group of groups) {
    const path = pathOf(group);
    const depth = path.findIndex(({ id }) => id === opened);
    if (depth >= 0 && depth < path.length - 1) return path.slice(0, depth + 1);
  }
  return [];
}
