/** The flow between departments in words. */
import type { ExchangeTable } from "../charts/exchange-table";
import { formatAbout, formatNumber, formatTimes, plural } from "./format";
import { sum } from "./sentences";

type Table = Pick<ExchangeTable, "exchanges" | "nodes" | "total">;

function crossRoutes({ exchanges }: Table) {
  return [...exchanges.values()].filter(({ from, to, reuses }) => from.id !== to.id && reuses > 0).sort((a, b) => b.reuses - a.reuses);
}

/** "Energy to Waste is the busiest route: 7 reuses; about 4 would be expected by chance". */
export function flowTitle(table: Table): string {
  if (!table.total) return "Nothing was reused in this period";
  const [busiest, second] = crossRoutes(table);
  if (!busiest) return "No lesson was reused by another department";
  const { from, to, reuses, expected } = busiest;
  if (second && second.reuses === reuses) return `No route stands out: the busiest have ${plural(reuses, "reuse")} each`;
  return `${from.name} to ${to.name} is the busiest route: ${plural(reuses, "reuse")}; ${formatAbout(expected)} would be expected by chance`;
}

interface Cell {
  from: { id: string; name: string };
  to: { id: string };
  observed?: number | null;
}

/** "Water reused lessons of other departments 9 times, most often those of Roads (6)". */
export function flowOfTitle({ id, name }: { id: string; name: string }, cells: readonly Cell[]): string {
  const taken = cells
    .filter(({ from, to, observed }) => to.id === id && from.id !== id && observed)
    .sort((a, b) => (b.observed ?? 0) - (a.observed ?? 0));
  const [most, second] = taken;
  if (!most) return `${name} reused no lesson of another department`;
  const part = second?.observed === most.observed ? "" : `, most often those of ${most.from.name} (${formatNumber(most.observed)})`;
  return `${name} reused lessons of other departments ${formatTimes(sum(taken.map(({ observed }) => observed ?? 0)))}${part}`;
}

/** "98 of 149 reuses crossed departments, on 39 of 42 possible routes." `total` counts all reuses of the view. */
export function flowLead(table: Table, total: number): string {
  const routes = crossRoutes(table);
  const { length } = table.nodes;
  if (!table.total) return "";
  const crossed = sum(routes.map(({ reuses }) => reuses));
  const part = table.total < total - 0.5 ? ` between the departments shown; ${plural(total, "reuse")} in all` : "";
  return `${formatNumber(crossed)} of ${plural(table.total, "reuse")} crossed departments, on ${routes.length} of ${plural(length * (length - 1), "possible route")}${part}.`;
}
