/** Reads a list that the service returns in pages. */

export interface Connection<N> {
  nodes: readonly N[];
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
}

/** All nodes of a list: `readPage` is called with the end cursor of each page until there is no next one. */
export async function readAllPages<N>(readPage: (after: string | null) => Promise<Connection<N>>): Promise<N[]> {
  const nodes: N[] = [];
  let after: string | null = null;
  do {
    const { nodes: page, pageInfo }: Connection<N> = await readPage(after);
    nodes.push(...page);
    after = pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null;
  } while (after !== null);
  return nodes;
}
