/** The button that makes the address of what is shown. */
import { ToolbarButton, useGraphiQL } from "@graphiql/react";
import { useEffect, useState } from "preact/hooks";
import { fragmentOf } from "./query-link";

const SAID = 4000; // milliseconds for which it says that it is done

export function Share() {
  const { queryEditor, variableEditor } = useGraphiQL(({ queryEditor, variableEditor }) => ({ queryEditor, variableEditor }));
  const [done, setDone] = useState(false);
  useEffect(() => {
    const watched = [queryEditor, variableEditor].map((editor) => editor?.onDidChangeModelContent(forgetAddress));
    return () => {
      for (const one of watched) one?.dispose();
    };
  }, [queryEditor, variableEditor]);
  const share = async () => {
    history.replaceState(null, "", fragmentOf({ query: queryEditor?.getValue() ?? "", variables: variableEditor?.getValue() ?? "" }));
    setDone(true);
    setTimeout(() => setDone(false), SAID);
    await navigator.clipboard?.writeText(location.href); // there is none on a page without TLS: the address bar has it
  };
  return (
    <ToolbarButton
      label={done ? "The address of this page opens this query now, and is copied" : "Share this query by its address"}
      onClick={share}
    >
      <svg class="graphiql-toolbar-icon" viewBox="0 0 16 16" fill="none" stroke="currentColor" aria-hidden="true">
        <path d="M6.5 9.5 9.5 6.5M7 5l1.8-1.8a2.8 2.8 0 0 1 4 4L11 9M9 11l-1.8 1.8a2.8 2.8 0 0 1-4-4L5 7" />
      </svg>
    </ToolbarButton>
  );
}

/** An address says what is shown, or nothing. */
function forgetAddress(): void {
  if (location.hash) history.replaceState(null, "", location.pathname);
}
