/** A query in the hash of an address. Browsers do not send the hash, so a shared query appears in no server's log. */

export interface SharedQuery {
  query: string;
  variables: string;
}

export function formatHash({ query, variables }: SharedQuery): string {
  return `#${new URLSearchParams(variables.trim() ? { query, variables } : { query })}`;
}

/** The query in a hash; undefined when there is none. */
export function parseHash(hash: string): SharedQuery | undefined {
  const params = new URLSearchParams(hash.slice(1));
  const query = params.get("query");
  return query ? { query, variables: params.get("variables") ?? "" } : undefined;
}
