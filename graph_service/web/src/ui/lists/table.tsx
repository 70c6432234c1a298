/** A table that can be sorted by a click on a column header and saved as CSV. The address holds how it is sorted and whether all rows are shown. */
import type { ComponentChildren } from "preact";
import { formatNumber } from "../../text/format";
import { formatSort, readSort, sortParam } from "../../url/table-sort";
import { useParam, useView } from "../../url/view-params";
import { type CsvValue, formatCsv } from "./csv";
import { downloadFile } from "./download";

export interface Column<R> {
  header: string;
  /** The value that the column is sorted by and saved as. */
  value: (row: R) => CsvValue;
  /** The content of the cell; the formatted value by default. */
  show?: (row: R) => ComponentChildren;
  /** Explains the column, as the tooltip of its header. */
  hint?: string;
  /** Leaves the column out when no row has a value. */
  optional?: boolean;
}

interface Props<R> {
  caption: string;
  columns: readonly Column<R>[];
  rows: readonly R[];
  /** Whether a row is highlighted. */
  marked?: (row: R) => boolean;
  /** The name of the CSV file, without extension. */
  file: string;
  emptyText?: string;
  /** The headers by which the service sorts the list that the rows are a page of; other columns cannot be sorted by then. */
  sortedByService?: readonly string[];
  /** How many rows are shown until the reader asks for all. The file always has all. */
  first?: number;
  /** Whether there is a button that saves the table. */
  hasDownload?: boolean;
}

/** A table that only its caption shows until the reader opens it. */
export function FoldedTable<R>(props: Props<R>) {
  return (
    <details class="how">
      <summary>{props.caption}</summary>
      <Table {...props} />
    </details>
  );
}

export function Table<R>(props: Props<R>) {
  const { caption, columns, rows, marked, file, emptyText = "Nothing to list.", first = rows.length, sortedByService } = props;
  const { hasDownload = true } = props;
  const { search, setParams } = useView();
  const [showsAll, setShowsAll] = useParam(`all-${file}`);
  const sort = readSort(search, file);
  const visibleColumns = columns.filter(({ optional, value }) => !optional || rows.some((row) => value(row) !== null));
  const classes = visibleColumns.map(({ value }) => (rows.some((row) => typeof value(row) === "number") ? "number" : undefined));
  const sortColumn = sortedByService ? undefined : visibleColumns.find(({ header }) => header === sort?.header);
  const sorted = sortColumn ? [...rows].sort((a, b) => compareValues(sortColumn.value(a), sortColumn.value(b), !!sort?.descending)) : rows;
  const sortBy = ({ header, value }: Column<R>) => {
    const isNumeric = typeof value(rows[0] as R) === "number";
    setParams({ [sortParam(file)]: formatSort({ header, descending: sort?.header === header ? !sort.descending : isNumeric }) });
  };
  if (!rows.length) return <p class="empty">{emptyText}</p>;
  return (
    <div class="table">
      {/* biome-ignore lint/a11y/useSemanticElements: section has margins of its own in the style sheet */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
      <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
        <table>
          <caption>
            <span>{caption}</span>
          </caption>
          <thead>
            <tr>
              {visibleColumns.map((column, index) => (
                <th
                  key={column.header}
                  scope="col"
                  class={classes[index]}
                  aria-sort={sort?.header === column.header ? (sort.descending ? "descending" : "ascending") : undefined}
                >
                  {sortedByService?.includes(column.header) === false ? (
                    <span title={column.hint}>{column.header}</span>
                  ) : (
                    <button type="button" title={column.hint} onClick={() => sortBy(column)}>
                      {column.header}
                    </button>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.slice(0, showsAll ? sorted.length : first).map((row, index) => (
              <tr key={index} class={marked?.(row) ? "marked" : undefined}>
                {visibleColumns.map(({ header, value, show }, columnIndex) => {
                  const content = show ? show(row) : formatValue(value(row));
                  return columnIndex ? (
                    <td key={header} class={classes[columnIndex]}>
                      {content}
                    </td>
                  ) : (
                    <th key={header} scope="row">
                      {content}
                    </th>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > first && !showsAll && (
        <button type="button" class="quiet" onClick={() => setShowsAll("1")}>
          {`Show all ${rows.length}`}
        </button>
      )}
      {hasDownload && (
        <button type="button" class="quiet" onClick={() => saveAsCsv(file, visibleColumns, sorted)}>
          Save as CSV
        </button>
      )}
    </div>
  );
}

/** Makes the browser save all rows. */
export function saveAsCsv<R>(file: string, columns: readonly Column<R>[], rows: readonly R[]): void {
  const cells = rows.map((row) => columns.map(({ value }) => value(row)));
  const headers = columns.map(({ header }) => header);
  downloadFile(`${file}.csv`, formatCsv(headers, cells), "text/csv;charset=utf-8");
}

function formatValue(value: CsvValue): string {
  return typeof value === "string" ? value : formatNumber(value);
}

/** Numbers by size, texts by the alphabet of the locale; absent values come last in both directions. */
export function compareValues(a: CsvValue, b: CsvValue, descending: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const order = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
  return descending ? -order : order;
}
