/** What this tab wrote last, as the service marks it. Told with every question, so that a database on several machines answers from one that has it. */
let last: string | null = null;

/** The header that tells it, where there is something to tell. */
export function reminder(): Record<string, string> {
  return last ? { "graph-bookmarks": last } : {};
}

/** Keeps what an answer brings. What the service did not answer to may be a mark it can no longer reach: the next question goes without. */
export function remember(answer: Response): void {
  last = answer.headers.get("graph-bookmarks") ?? (answer.ok ? last : null);
}
