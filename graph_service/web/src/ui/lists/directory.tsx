/** A directory: a list as a table that the service sorts and divides into pages. */
import type { QueryState } from "../../api/graphql-client";
import type { Direction } from "../../generated/graphql";
import { type PageArguments, usePage } from "../../url/paging";
import { listSort } from "../../url/table-sort";
import { useView } from "../../url/view-params";
import { QueryResult } from "../query-result";
import { type PageInfo, Pager } from "./pager";
import { type Column, Table } from "./table";

/** The sort key of each sortable column, by the header of the column. */
export type SortKeys<K> = Record<string, (direction: Direction) => K>;

/** The arguments of the list query: sort keys and page, as the address names them. */
export function useDirectoryPage<K>(file: string, sortKeys: SortKeys<K>, fallback: K, size: number): PageArguments & { sort: K[] } {
  const { search } = useView();
  return { sort: listSort(search, file, sortKeys, fallback), ...usePage(size) };
}

interface Props<D, R> {
  query: QueryState<D>;
  list: (data: D) => { nodes: readonly R[]; totalCount: number; pageInfo: PageInfo };
  /** "12 departments". */
  caption: (totalCount: number) => string;
  file: string;
  sortKeys: SortKeys<unknown>;
  columns: (data: D) => readonly Column<R>[];
  emptyText: string;
}

export function Directory<D, R>({ query, list, caption, file, sortKeys, columns, emptyText }: Props<D, R>) {
  return (
    <QueryResult query={query}>
      {(data) => {
        const { nodes, totalCount, pageInfo } = list(data);
        return (
          <>
            {totalCount > 0 && <p class="meta">The figures cover all time. They leave out drafts and reuses of people’s own lessons.</p>}
            <Table
              caption={caption(totalCount)}
              file={file}
              rows={nodes}
              columns={columns(data)}
              emptyText={emptyText}
              sortedByService={Object.keys(sortKeys)}
            />
            <Pager pageInfo={pageInfo} shown={nodes.length} total={totalCount} />
          </>
        );
      }}
    </QueryResult>
  );
}
