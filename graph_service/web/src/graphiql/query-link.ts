/** A query as an address. It stands behind the #, which browsers keep to themselves: no server's log ever has it. */

export interface Asked {
  query: string;
  variables: string;
}

export function fragmentOf({ query, variables }: Asked): string {
  return `#${new URLSearchParams(variables.trim() ? { query, variables } : { query })}`;
}

/** What an address asks; undefined when it is only the page's. */
export function askedIn(fragment: string): Asked | undefined {
  const parts = new URLSearchParams(fragment.slice(1));
  const query = parts.get("query");
  return query ? { query, variables: parts.get("variables") ?? "" } : undefined;
}
