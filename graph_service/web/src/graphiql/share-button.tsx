/** A button that puts the current query into the address and copies it. */
import { ToolbarButton, useGraphiQL } from "@graphiql/react";
import { useEffect, useState } from "preact/hooks";
import { formatHash } from "./query-link";

const CONFIRMATION_TIME = 4000; // milliseconds

export function ShareButton() {
  const { queryEditor, variableEditor } = useGraphiQL(({ queryEditor, variableEditor }) => ({ queryEditor, variableEditor }));
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    const listeners = [queryEditor, variableEditor].map((editor) => editor?.onDidChangeModelContent(clearHash));
    return () => {
      for (const listener of listeners) listener?.dispose();
    };
  }, [queryEditor, variableEditor]);
  const share = async () => {
    history.replaceState(null, "", formatHash({ query: queryEditor?.getValue() ?? "", variables: variableEditor?.getValue() ?? "" }));
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), CONFIRMATION_TIME);
    await navigator.clipboard?.writeText(location.href); // without TLS there is no clipboard; the address bar still has the link
  };
  return (
    <ToolbarButton
      label={isCopied ? "The link to this query is in the address bar and is copied" : "Share this query as a link"}
      onClick={share}
    >
      <svg class="graphiql-toolbar-icon" viewBox="0 0 16 16" fill="none" stroke="currentColor" aria-hidden="true">
        <path d="M6.5 9.5 9.5 6.5M7 5l1.8-1.8a2.8 2.8 0 0 1 4 4L11 9M9 11l-1.8 1.8a2.8 2.8 0 0 1-4-4L5 7" />
      </svg>
    </ToolbarButton>
  );
}

/** The link is no longer that of the query which is shown. */
function clearHash(): void {
  if (location.hash) history.replaceState(null, "", location.pathname);
}
