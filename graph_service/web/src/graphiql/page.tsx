/** GraphiQL over this service. What is typed into it, a token too, is kept in the tab's session: closed, it is forgotten. */
import { useMonaco } from "@graphiql/react";
import { GraphiQL } from "graphiql";
import { useEffect, useMemo, useState } from "preact/hooks";
import { keepToken, recallToken } from "../api/token";
import { HEADERS, tokenIn } from "./auth-header";
import { examples } from "./examples";
import { fetcherWith } from "./fetcher";
import { askedIn } from "./query-link";
import { Share } from "./share-button";

const shared = askedIn(location.hash);
const tabs = (shared ? [shared, ...examples] : examples).map((asked) => ({ ...asked, headers: HEADERS }));
const opened = shared ?? (sessionStorage.getItem("graphiql:tabState") ? undefined : examples[0]);

/** GraphiQL with its editor: a tab that is chosen before that is there would show the query of another. */
export function Page() {
  const isReady = useMonaco(({ monaco }) => monaco !== undefined);
  const { initialize } = useMonaco(({ actions }) => actions);
  useEffect(() => void initialize(), []);
  return isReady ? <Ide /> : <p class="loading">The editor is on its way.</p>;
}

/** It reads the schema anew whenever another token is given. */
function Ide() {
  const [token, setToken] = useState(recallToken);
  const fetcher = useMemo(() => fetcherWith(token), [token]);
  const keep = (headers: string) => {
    const given = tokenIn(headers);
    if (!given) return;
    keepToken(given);
    setToken(given);
  };
  return (
    <GraphiQL
      fetcher={fetcher}
      storage={sessionStorage}
      shouldPersistHeaders
      showPersistHeadersSettings={false}
      defaultHeaders={HEADERS}
      defaultTabs={tabs}
      initialHeaders={sessionStorage.getItem("graphiql:headers") ?? HEADERS}
      {...(opened && { initialQuery: opened.query, initialVariables: opened.variables })}
      onEditHeaders={keep}
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
            <Share />
          </>
        )}
      </GraphiQL.Toolbar>
    </GraphiQL>
  );
}
