/**
 * The database bookmarks of this tab's last write. They are sent with every request, so that a database cluster answers from a member that
 * already has the write.
 */
let latest: string | null = null;

export function bookmarkHeader(): Record<string, string> {
  return latest ? { "graph-bookmarks": latest } : {};
}

/** Keeps the bookmarks of a response. After a failed response they are dropped, because the database may no longer know them. */
export function saveBookmarks(response: Response): void {
  latest = response.headers.get("graph-bookmarks") ?? (response.ok ? latest : null);
}
