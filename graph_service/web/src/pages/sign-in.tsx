/** Asks for a token, where the service wants one. */
import { useState } from "preact/hooks";
import { show, signature } from "../api/token";
import { Title } from "../ui/page-title";

export function Login({ refusal }: { refusal: string }) {
  const [token, setToken] = useState("");
  return (
    <>
      <Title>Who are you?</Title>
      <p>Whoever runs this service gives you a token. It is forgotten when you close this tab.</p>
      <form
        class="record"
        onSubmit={(event) => {
          event.preventDefault();
          show(token);
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
          {signature().authorization && (
            <span class="refused" role="alert">
              {refusal}
            </span>
          )}
        </label>
        <p>
          <button type="submit" class="main">
            Come in
          </button>
        </p>
      </form>
    </>
  );
}
