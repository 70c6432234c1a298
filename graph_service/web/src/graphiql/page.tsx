/** GraphiQL for this service. What is typed, including a token, is kept in sessionStorage: it is forgotten when the tab is closed. */
import { useMonaco } from "@graphiql/react";
import { GraphiQL } from "graphiql";
import { useEffect, useMemo, useState } from "preact/hooks";
import { readToken, saveToken } from "../api/token";
import { DEFAULT_HEADERS, findToken } from "./auth-header";
import { examples } from "./examples";
import { createFetcher } from "./fetcher";
import { parseHash } from "./query-link";
import { ShareButton } from "./share-button";

const shared = parseHash(location.hash);
const tabs = (shared ? [shared, ...examples] : examples).map((example) => ({ ...example, headers: DEFAULT_HEADERS }));
const initial = shared ?? (sessionStorage.getItem("graphiql:tabState") ? undefined : examples[0]);

/** Waits for the editor: a tab that is chosen before it is ready would show the query of another tab. */
export function GraphiqlPage() {
  const isReady = useMonaco(({ monaco }) => monaco !== undefined);
  const { initialize } = useMonaco(({ actions }) => actions);
  useEffect(() => void initialize(), []);
  return isReady ? <Ide /> : <p class="loading">Loading the editor …</p>;
}

/** Reads the schema again whenever the token changes. */
function Ide() {
  const [token, setToken] = useState(readToken);
  const fetcher = useMemo(() => createFetcher(token), [token]);
  const keepToken = (headers: string) => {
    const typed = findToken(headers);
    if (!typed) return;
    saveToken(typed);
    setToken(typed);
  };
  return (
    <GraphiQL
      fetcher={fetcher}
      storage={sessionStorage}
      shouldPersistHeaders
      showPersistHeadersSettings={false}
      defaultHeaders={DEFAULT_HEADERS}
      defaultTabs={tabs}
      initialHeaders={sessionStorage.getItem("graphiql:headers") ?? DEFAULT_HEADERS}
      {...(initial && { initialQuery: initial.query, initialVariables: initial.variables })}
      onEditHeaders={keepToken}
    >
      <GraphiQL.Logo>
        <a class="to-dashboard" href="/">
          Dashboard
        </a>
      </GraphiQL.Logo>
      <GraphiQL.Toolbar>
        {({ prettify, merge, copy }) => (
          <>
            {prettify}
            {merge}
            {copy}
            <ShareButton />
          </>
        )}
      </GraphiQL.Toolbar>
    </GraphiQL>
  );
}
