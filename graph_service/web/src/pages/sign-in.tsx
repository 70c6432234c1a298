/** Leads to the company login, or asks for a token. */
import { useEffect, useState } from "preact/hooks";
import { signInPath, useLogin } from "../api/login";
import { readToken, signIn } from "../api/token";
import { readStored, writeStored } from "../storage";
import { PageTitle } from "../ui/page-title";

const REDIRECTED_AT = "redirected-at";
const MIN_INTERVAL = 30_000; // milliseconds between two redirects: where signing in does not help, the page must not go back and forth

export function SignInPage({ rejection }: { rejection: string }) {
  const login = useLogin();
  const [redirects, setRedirects] = useState(false);
  useEffect(() => {
    if (!login?.provider || login.signedOut || readToken() || wasRedirected()) return;
    setRedirects(true);
    writeStored("sessionStorage", REDIRECTED_AT, Date.now());
    location.replace(signInPath());
  }, [login]);
  return (
    <>
      <PageTitle>Sign in</PageTitle>
      {login?.provider && (
        <p>
          {redirects ? (
            `Redirecting to ${login.provider} …`
          ) : (
            <button type="button" class="first" onClick={() => location.assign(signInPath())}>
              Sign in with {login.provider}
            </button>
          )}
        </p>
      )}
      {login && !redirects && <TokenForm rejection={rejection} isOnlyWay={!login.provider} />}
    </>
  );
}

function wasRedirected(): boolean {
  return Date.now() - (readStored<number>("sessionStorage", REDIRECTED_AT) ?? 0) < MIN_INTERVAL;
}

function TokenForm({ rejection, isOnlyWay }: { rejection: string; isOnlyWay: boolean }) {
  const [token, setToken] = useState("");
  return (
    <>
      <p>
        {isOnlyWay ? "The administrator of this service gives you a token." : "Or use a token from the administrator of this service."} It
        is forgotten when you close this tab.
      </p>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          signIn(token);
        }}
      >
        <label>
          <span>Token</span>
          <input
            type="password"
            name="token"
            required
            autocomplete="current-password"
            value={token}
            onInput={({ currentTarget }) => setToken(currentTarget.value)}
          />
          {readToken() && (
            <span class="field-error" role="alert">
              {rejection}
            </span>
          )}
        </label>
        <p>
          <button type="submit" class={isOnlyWay ? "first" : undefined}>
            Sign in
          </button>
        </p>
      </form>
    </>
  );
}
