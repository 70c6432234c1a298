/** The column of a table that shows a median number of days, or why there is none. */
import type { WaitingTimeFragment } from "../../generated/graphql";
import { medianText } from "../../text/participation-sentences";
import type { Column } from "./table";

export function medianColumn<R>(header: string, hint: string, time: (row: R) => WaitingTimeFragment): Column<R> {
  return { header, hint, value: (row) => time(row).medianDays ?? null, show: (row) => medianText(time(row)) };
}
