/** How a table is sorted, in the address: the header of its column, after a minus sign when descending. */

export interface TableSort {
  header: string;
  descending: boolean;
}

export const sortParam = (table: string) => `sort-${table}`;

export function readSort(search: string, table: string): TableSort | undefined {
  const text = new URLSearchParams(search).get(sortParam(table));
  if (!text) return undefined;
  return text.startsWith("-") ? { header: text.slice(1), descending: true } : { header: text, descending: false };
}

export function formatSort({ header, descending }: TableSort): string {
  return `${descending ? "-" : ""}${header}`;
}

type Direction = "ASC" | "DESC";

/** The sort key of a list for the sorted column of its table; `fallback` when the address names none of them. */
export function listSort<K>(search: string, table: string, keys: Record<string, (direction: Direction) => K>, fallback: K): K[] {
  const sort = readSort(search, table);
  const key = sort && keys[sort.header];
  return [key ? key(sort.descending ? "DESC" : "ASC") : fallback];
}
