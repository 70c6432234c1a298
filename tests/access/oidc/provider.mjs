// A real OpenID Connect provider. It signs in everybody by the name that is typed, and knows the claims of the names in its configuration.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import Provider from "oidc-provider";

const { port, keys, clients, accounts, audience } = JSON.parse(readFileSync(process.argv[2], "utf-8"));
const provider = new Provider(`http://127.0.0.1:${port}`, {
  jwks: { keys },
  clients,
  cookies: { keys: ["a key of this test"] },
  claims: { openid: ["sub"], profile: ["name", "preferred_username", "groups"], email: ["email", "email_verified"] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...accounts[id] }) }),
  extraTokenClaims: (_, token) => accounts[token.accountId],
  pkce: { required: () => true },
  features: {
    devInteractions: { enabled: true },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => undefined,
      getResourceServerInfo: () => ({ scope: "openid profile email", audience, accessTokenFormat: "jwt", accessTokenTTL: 600 }),
      useGrantedResource: () => true,
    },
  },
});
createServer(provider.callback()).listen(port, "127.0.0.1", () => console.log("ready"));
