/** Who asks: a token in the headers, which each tab begins with a place for. */

export const HEADERS = `{
  // A token, where the service wants one. It serves all
  // queries here until this tab of the browser is closed.
  "Authorization": "Bearer "
}`;

/** The token that somebody has written into the headers; undefined while its place is empty. */
export function tokenIn(headers: string): string | undefined {
  return /"Authorization"\s*:\s*"Bearer\s+([^\s"]+)"/i.exec(headers)?.[1];
}

/** The headers to send: a token's empty place holds the one given last, and is left out as long as there is none. */
export function authorised(headers: Record<string, string>, token: string | undefined): Record<string, string> {
  const filled = Object.entries(headers).map(([name, value]) => [name, value.trim() === "Bearer" && token ? `Bearer ${token}` : value]);
  return Object.fromEntries(filled.filter(([, value]) => value?.trim() !== "Bearer"));
}
