/** A table that is sorted by a click on a column's head and saved as CSV. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { number } from "../text/format";
import { csv, save } from "./csv";

export interface Column<R> {
  head: string;
  /** What it is sorted by and saved as. */
  value: (row: R) => string | number | null;
  /** What is shown, where that is more. */
  show?: (row: R) => ComponentChildren;
  /** What the column means, where the head alone does not say. */
  hint?: string;
  /** Left out where no row has it. */
  optional?: boolean;
}

const MANY = 8; // columns: more have no room between the margins of a text

interface Props<R> {
  caption: string;
  columns: readonly Column<R>[];
  rows: readonly R[];
  /** Rows that ask for attention. */
  marked?: (row: R) => boolean;
  file: string;
  empty?: string;
  /** How many rows are shown until the reader asks for all. The file has them all. */
  first?: number;
}

export function Table<R>({ caption, columns: offered, rows, marked, file, empty = "Nothing to list.", first = rows.length }: Props<R>) {
  const [all, setAll] = useState(false);
  const columns = offered.filter(({ optional, value }) => !optional || rows.some((row) => value(row) !== null));
  const [sort, setSort] = useState<{ at: number; down: boolean } | undefined>();
  const column = sort && columns[sort.at];
  const classes = columns.map(({ value }) => numeric(value, rows));
  const shown = column ? [...rows].sort((one, other) => compare(column.value(one), column.value(other), sort.down)) : rows;
  const download = () =>
    save(
      `${file}.csv`,
      csv(
        columns.map(({ head }) => head),
        shown.map((row) => columns.map(({ value }) => value(row))),
      ),
      "text/csv;charset=utf-8",
    );
  const order = (at: number) =>
    setSort(sort?.at === at ? { at, down: !sort.down } : { at, down: typeof columns[at]?.value(rows[0] as R) === "number" });
  if (!rows.length) return <p class="nothing">{empty}</p>;
  return (
    <div class="table">
      {/* biome-ignore lint/a11y/useSemanticElements: section has margins of its own in the style sheet */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
      <div class={columns.length > MANY ? "wide many" : "wide"} tabIndex={0} role="region" aria-label={caption}>
        <table>
          <caption>{caption}</caption>
          <thead>
            <tr>
              {columns.map(({ head, hint }, at) => (
                <th
                  key={head}
                  scope="col"
                  class={classes[at]}
                  aria-sort={sort?.at === at ? (sort.down ? "descending" : "ascending") : undefined}
                >
                  <button type="button" title={hint} onClick={() => order(at)}>
                    {head}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.slice(0, all ? shown.length : first).map((row, index) => (
              <tr key={index} class={marked?.(row) ? "marked" : undefined}>
                {columns.map(({ head, value, show }, at) => {
                  const content = show ? show(row) : text(value(row));
                  return at ? (
                    <td key={head} class={classes[at]}>
                      {content}
                    </td>
                  ) : (
                    <th key={head} scope="row">
                      {content}
                    </th>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > first && !all && (
        <button type="button" class="quiet" onClick={() => setAll(true)}>
          {`Show all ${rows.length}`}
        </button>
      )}
      <button type="button" class="quiet" onClick={download}>
        Save as CSV
      </button>
    </div>
  );
}

function numeric<R>(value: Column<R>["value"], rows: readonly R[]): string | undefined {
  return rows.some((row) => typeof value(row) === "number") ? "number" : undefined;
}

function text(value: string | number | null): string {
  return typeof value === "string" ? value : number(value);
}

/** Numbers by size, texts as the reader's language has them; what is absent comes last both ways. */
export function compare(one: string | number | null, other: string | number | null, down: boolean): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  const by = typeof one === "number" && typeof other === "number" ? one - other : String(one).localeCompare(String(other));
  return down ? -by : by;
}
