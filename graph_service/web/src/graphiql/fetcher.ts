/** How GraphiQL asks the service. */
import type { GraphiQL } from "graphiql";
import type { ComponentProps } from "preact";
import { authorised } from "./auth-header";

type Fetcher = ComponentProps<typeof GraphiQL>["fetcher"];
type Params = Parameters<Fetcher>[0];

export function fetcherWith(token: string | undefined): Fetcher {
  return async (params, options) => {
    const headers = { "content-type": "application/json", accept: "application/json", ...authorised(options?.headers ?? {}, token) };
    const answer = await fetch("/graphql", { method: "POST", headers, body: JSON.stringify(inItself(params)) });
    if (answer.headers.get("content-type")?.includes("json")) return answer.json();
    throw new Error(`${answer.status}: ${await answer.text()}`);
  };
}

/** Without an operation that is not there: for a moment after a change of tabs, GraphiQL still names that of the tab before. */
export function inItself({ operationName, ...rest }: Params): Params {
  const isThere = operationName && new RegExp(`\\b(query|mutation|subscription)\\s+${operationName}\\b`).test(rest.query);
  return isThere ? { ...rest, operationName } : rest;
}
