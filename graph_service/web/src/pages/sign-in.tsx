/** Asks for a token when the service requires one. */
import { useState } from "preact/hooks";
import { readToken, signIn } from "../api/token";
import { PageTitle } from "../ui/page-title";

export function SignInPage({ rejection }: { rejection: string }) {
  const [token, setToken] = useState("");
  return (
    <>
      <PageTitle>Sign in</PageTitle>
      <p>The administrator of this service gives you a token. It is forgotten when you close this tab.</p>
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
          <button type="submit" class="first">
            Sign in
          </button>
        </p>
      </form>
    </>
  );
}
