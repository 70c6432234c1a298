/** The example queries with their variables, in the order of their file names. */
import type { SharedQuery } from "./query-link";

const queries = import.meta.glob<string>("./examples/*.graphql", { query: "?raw", import: "default", eager: true });
const variables = import.meta.glob<string>("./examples/*.json", { query: "?raw", import: "default", eager: true });

export const examples: SharedQuery[] = Object.entries(queries)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([file, query]) => ({ query, variables: variables[file.replace(".graphql", ".json")] ?? "" }));
