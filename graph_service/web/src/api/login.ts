/** The company login of this browser: which provider there is, who has signed in, and the way there and back. All tabs share it. */
import { useEffect, useState } from "preact/hooks";

export interface Login {
  /** The host name of the provider; null for a service without a company login. */
  provider: string | null;
  /** Who has signed in; null if nobody has. */
  name: string | null;
  /** Whether somebody has signed out, so that nobody should be signed in again without asking. */
  signedOut: boolean;
}

const NONE: Login = { provider: null, name: null, signedOut: false };
const MAX_NEXT = 1_500; // characters of the address to return to; the service accepts no more

/** Undefined until it is known. */
export function useLogin(): Login | undefined {
  const [login, setLogin] = useState<Login>();
  useEffect(() => {
    fetch("/auth/session")
      .then((response) => (response.ok ? (response.json() as Promise<Login>) : NONE))
      .then(setLogin, () => setLogin(NONE));
  }, []);
  return login;
}

/** The address that leads to the provider, and back to this page. */
export function signInPath({ pathname, search, hash }: Pick<Location, "pathname" | "search" | "hash"> = location): string {
  const candidates = [pathname + search + hash, pathname, "/"];
  return `/auth/sign-in?next=${encodeURIComponent(candidates.find((path) => path.length <= MAX_NEXT) ?? "/")}`;
}

/** Ends the session in all tabs of this browser. */
export async function endSession(): Promise<void> {
  await fetch("/auth/sign-out", { method: "POST" }).catch(() => undefined);
}
