/** The columns of the table behind a picture of reuses by quarter. */
import { Link } from "wouter-preact";
import { formatNumber } from "../text/format";
import { isPartial, type Quarter } from "../text/trend";
import type { Column } from "./lists/table";

/** labels: the headings of the reuses across and within departments. */
export function quarterColumns(hrefOf: (quarter: Quarter) => string, labels: readonly [string, string]): Column<Quarter>[] {
  return [
    { header: "Quarter", value: ({ from }) => `${from.slice(0, 4)} Q${Math.ceil(Number(from.slice(5, 7)) / 3)}` },
    {
      header: "Reuses",
      value: ({ reuses }) => reuses,
      show: (quarter) => <Link href={hrefOf(quarter)}>{formatNumber(quarter.reuses)}</Link>,
    },
    { header: labels[0], value: ({ across }) => across },
    { header: labels[1], value: ({ within }) => within },
    { header: "Complete", value: (quarter) => (isPartial(quarter) ? "no" : "yes") },
  ];
}
