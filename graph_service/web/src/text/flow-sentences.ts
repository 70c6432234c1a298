/** The flow between departments in words. */
import type { ExchangeTable } from "../charts/exchange-table";
import { formatAbout, formatNumber, plural } from "./format";
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

/** "98 of 149 reuses crossed departments, on 39 of 42 possible routes." `total` counts all reuses of the view. */
export function flowLead(table: Table, total: number): string {
  const routes = crossRoutes(table);
  const { length } = table.nodes;
  if (!table.total) return "";
  const crossed = sum(routes.map(({ reuses }) => reuses));
  const part = table.total < total - 0.5 ? ` between the departments shown; ${plural(total, "reuse")} in all` : "";
  return `${formatNumber(crossed)} of ${plural(table.total, "reuse")} crossed departments, on ${routes.length} of ${plural(length * (length - 1), "possible route")}${part}.`;
}
