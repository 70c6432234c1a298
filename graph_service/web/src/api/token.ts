/** The token that this tab shows to a service which wants one. It is forgotten when the tab is closed. */
import { useEffect, useState } from "preact/hooks";
import { keep, recall } from "../storage";

const NAME = "token";
const watching = new Set<(refusal: string) => void>();

/** The token that was given last. */
export function recallToken(): string | undefined {
  return recall<string>("sessionStorage", NAME);
}

export function keepToken(token: string): void {
  keep("sessionStorage", NAME, token.trim());
}

/** The header that shows the token, where there is one. */
export function signature(): Record<string, string> {
  const token = recallToken();
  return token ? { authorization: `Bearer ${token}` } : {};
}

/** The service let nobody in, and why. */
export function refused(why: string): void {
  for (const watch of watching) watch(why);
}

/** Why nobody is let in; nothing as long as the service answers. */
export function useRefusal(): string | undefined {
  const [refusal, setRefusal] = useState<string>();
  useEffect(() => {
    watching.add(setRefusal);
    return () => void watching.delete(setRefusal);
  }, []);
  return refusal;
}

/** Begins anew with this token. */
export function show(token: string): void {
  keepToken(token);
  location.reload();
}
