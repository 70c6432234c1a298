/** Sends GraphiQL's requests to the service. */
import type { GraphiQL } from "graphiql";
import type { ComponentProps } from "preact";
import { fillToken } from "./auth-header";

type Fetcher = ComponentProps<typeof GraphiQL>["fetcher"];
type Params = Parameters<Fetcher>[0];

export function createFetcher(token: string | undefined): Fetcher {
  return async (params, options) => {
    const headers = { "content-type": "application/json", accept: "application/json", ...fillToken(options?.headers ?? {}, token) };
    const response = await fetch("/graphql", { method: "POST", headers, body: JSON.stringify(dropUnknownOperation(params)) });
    if (response.headers.get("content-type")?.includes("json")) return response.json();
    throw new Error(`${response.status}: ${await response.text()}`);
  };
}

/** Removes an operation name that the query does not contain. Just after a change of tabs, GraphiQL still sends the name of the other tab. */
export function dropUnknownOperation({ operationName, ...rest }: Params): Params {
  const exists = operationName && new RegExp(`\\b(query|mutation|subscription)\\s+${operationName}\\b`).test(rest.query);
  return exists ? { ...rest, operationName } : rest;
}
