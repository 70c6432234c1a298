/** The token in GraphiQL's headers. Each tab begins with headers that have a place for it. */

export const DEFAULT_HEADERS = `{
  // A token, if the service requires one. All tabs
  // use it until this page is closed.
  "Authorization": "Bearer "
}`;

/** The token in the text of the headers; undefined if it is missing. */
export function findToken(headers: string): string | undefined {
  return /"Authorization"\s*:\s*"Bearer\s+([^\s"]+)"/i.exec(headers)?.[1];
}

/** The headers to send: an empty place for the token is filled with the last token, or left out when there is none. */
export function fillToken(headers: Record<string, string>, token: string | undefined): Record<string, string> {
  const filled = Object.entries(headers).map(([name, value]) => [name, value.trim() === "Bearer" && token ? `Bearer ${token}` : value]);
  return Object.fromEntries(filled.filter(([, value]) => value?.trim() !== "Bearer"));
}
