/** Directories: a list of the service as a table, which the service sorts and which has pages. */
import type { QueryState } from "../api/graphql-client";
import type { Direction } from "../generated/graphql";
import { type PageArguments, usePage } from "../url/paging";
import { listSort } from "../url/table-sort";
import { useView } from "../url/view-params";
import { type PageInfo, Pager } from "./pager";
import { QueryResult } from "./query-result";
import { type Column, Table } from "./table";

/** By header of the column. */
export type SortKeys<K> = Record<string, (direction: Direction) => K>;

/** The arguments of the list: how the address sorts it, and which page it names. */
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
            {totalCount > 0 && (
              <p class="meta">Counted over all time, without drafts and without what people reused of their own lessons.</p>
            )}
            <Table
              caption={caption(totalCount)}
              file={file}
              rows={nodes}
              columns={columns(data)}
              emptyText={emptyText}
              sortedByService={Object.keys(sortKeys)}
            />
            <Pager pageInfo={pageInfo} />
          </>
        );
      }}
    </QueryResult>
  );
}
