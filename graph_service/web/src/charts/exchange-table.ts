/** The exchange of every pair of nodes, with sums, in the order that puts nodes with much exchange next to each other. */
import { clusterOrder } from "./layout/cluster-order";
import { type ChartFlow, type ChartNode, nodesOf } from "./layout/rollup";

export interface Exchange {
  /** Identifies the pair in the address. */
  key: string;
  from: ChartNode;
  to: ChartNode;
  reuses: number;
  expected: number;
}

export interface ExchangeTable {
  nodes: ChartNode[];
  /** By key. Pairs without reuses that chance would not give either are absent. */
  exchanges: ReadonlyMap<string, Exchange>;
  given: ReadonlyMap<string, number>;
  received: ReadonlyMap<string, number>;
  total: number;
  /** The largest number of reuses, and the largest difference from what is expected. */
  largest: number;
  largestDifference: number;
}

export function exchangeKey(from: string, to: string): string {
  return `${from}~${to}`;
}

export function exchangeTable(flows: readonly ChartFlow[]): ExchangeTable {
  const exchanges = new Map(
    flows.map((flow) => [exchangeKey(flow.from.id, flow.to.id), { ...flow, key: exchangeKey(flow.from.id, flow.to.id) }]),
  );
  const all = nodesOf(flows.filter(({ reuses }) => reuses > 0));
  const matrix = all.map((from) => all.map((to) => exchanges.get(exchangeKey(from.id, to.id))?.reuses ?? 0));
  const nodes = clusterOrder(matrix).map((index) => all[index] as ChartNode);
  const sumOf = (selects: (flow: ChartFlow) => string, id: string) =>
    flows.reduce((total, flow) => total + (selects(flow) === id ? flow.reuses : 0), 0);
  return {
    nodes,
    exchanges,
    given: new Map(nodes.map(({ id }) => [id, sumOf(({ from }) => from.id, id)])),
    received: new Map(nodes.map(({ id }) => [id, sumOf(({ to }) => to.id, id)])),
    total: flows.reduce((total, { reuses }) => total + reuses, 0),
    largest: Math.max(0, ...flows.map(({ reuses }) => reuses)),
    largestDifference: Math.max(0, ...flows.map(({ reuses, expected }) => Math.abs(reuses - expected))),
  };
}

export function exchangeAt({ exchanges }: ExchangeTable, from: ChartNode, to: ChartNode): Exchange {
  const key = exchangeKey(from.id, to.id);
  return exchanges.get(key) ?? { key, from, to, reuses: 0, expected: 0 };
}
