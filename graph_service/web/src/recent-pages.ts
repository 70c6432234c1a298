/** The pages of nodes that were opened last in this browser. */
import { readStored, writeStored } from "./storage";

export interface RecentPage {
  path: string;
  title: string;
}

const KEY = "recent";
const MAX_RECENT = 8;

export function readRecent(): readonly RecentPage[] {
  return readStored<RecentPage[]>("localStorage", KEY) ?? [];
}

/** The latest first; a page that is there already moves to the front. */
export function rememberPage(page: RecentPage): void {
  const others = readRecent().filter(({ path }) => path !== page.path);
  writeStored("localStorage", KEY, [page, ...others].slice(0, MAX_RECENT));
}
