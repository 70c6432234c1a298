/** Questions to begin with, each with its variables, in the order of their files. */
import type { Asked } from "./query-link";

const queries = import.meta.glob<string>("./examples/*.graphql", { query: "?raw", import: "default", eager: true });
const variables = import.meta.glob<string>("./examples/*.json", { query: "?raw", import: "default", eager: true });

export const examples: Asked[] = Object.entries(queries)
  .sort(([one], [other]) => (one < other ? -1 : 1))
  .map(([file, query]) => ({ query, variables: variables[file.replace(".graphql", ".json")] ?? "" }));
