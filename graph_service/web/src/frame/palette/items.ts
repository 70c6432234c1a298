/** What the palette offers: the pages found for a text, recent pages, and actions. */
import type { PaletteQuery, SearchKind } from "../../generated/graphql";
import type { RecentPage } from "../../recent-pages";
import { formatDate } from "../../text/format";
import { NODE_KINDS, type NodeKind, nodePath, readPath } from "../../url/paths";
import type { IconName } from "../icons";

export interface PaletteItem {
  href: string;
  name: string;
  detail?: string | undefined;
  icon: IconName;
}

export interface PaletteGroup {
  title: string;
  items: readonly PaletteItem[];
}

const ACTIONS: readonly PaletteItem[] = [
  { href: "/capture", name: "Capture a lesson in a sentence", icon: "record" },
  { href: "/record", name: "Record a lesson", icon: "record" },
  { href: "/record?mode=retrospective", name: "Record a retrospective", icon: "record" },
  { href: "/people?find=expert", name: "Find an expert", icon: "people" },
  { href: "/send", name: "Share as one page", icon: "action" },
  { href: "/import", name: "Import files", icon: "action" },
  { href: "/record?mode=meeting", name: "Turn the notes of a meeting into lessons", icon: "record" },
  { href: "/", name: "Go to Overview", icon: "overview" },
  { href: "/network", name: "Go to Network", icon: "network" },
  { href: "/people", name: "Go to People", icon: "people" },
  { href: "/departments", name: "Go to Departments", icon: "departments" },
  { href: "/topics", name: "Go to Topics", icon: "topics" },
  { href: "/lessons", name: "Go to Lessons", icon: "lessons" },
  { href: "/projects", name: "Go to Projects", icon: "projects" },
  { href: "/insights", name: "Go to Insights", icon: "insights" },
  { href: "/tasks", name: "Go to Tasks", icon: "action" },
  { href: "/docs", name: "Open the documentation", icon: "action" },
];
const ISO_DATE = /\d{4}-\d{2}-\d{2}/g;
const MAX_ACTIONS = 4; // before anything is typed

export function startGroups(recent: readonly RecentPage[]): PaletteGroup[] {
  const pages = recent.map(({ path, title }) => ({ href: path, name: title, icon: iconOf(path) }));
  return withoutEmpty([
    { title: "Recent", items: pages },
    { title: "Actions", items: pages.length ? ACTIONS.slice(0, MAX_ACTIONS) : ACTIONS },
  ]);
}

const KINDS: readonly { kind: SearchKind; title: string; page: NodeKind }[] = [
  { kind: "PERSON", title: "People", page: "people" },
  { kind: "DEPARTMENT", title: "Departments", page: "departments" },
  { kind: "PROJECT", title: "Projects", page: "projects" },
  { kind: "TOPIC", title: "Topics", page: "topics" },
  { kind: "LESSON", title: "Lessons", page: "lessons" },
];

/** The hits by kind, the kind of the best hit first; then actions, the search in the texts of all lessons, and that for an expert. */
export function foundGroups(text: string, data: PaletteQuery | undefined): PaletteGroup[] {
  const letters = text.toLowerCase();
  const hits = data?.searchEverything ?? [];
  const rank = ({ kind }: { kind: SearchKind }) => hits.findIndex((hit) => hit.kind === kind);
  const found = KINDS.filter((kind) => rank(kind) >= 0)
    .sort((a, b) => rank(a) - rank(b))
    .map(({ kind, title, page }) => ({
      title,
      items: hits
        .filter((hit) => hit.kind === kind)
        .map(
          ({ id, name, context }): PaletteItem => ({
            href: nodePath(page, id),
            name,
            detail: context?.replace(ISO_DATE, formatDate),
            icon: page,
          }),
        ),
    }));
  const searchLessons: PaletteItem = {
    href: `/lessons?q=${encodeURIComponent(text)}`,
    name: `Search all lessons for “${text}”`,
    icon: "search",
  };
  const findExpert: PaletteItem = {
    href: `/people?find=expert&q=${encodeURIComponent(text)}`,
    name: `Find an expert on “${text}”`,
    icon: "people",
  };
  const actions = ACTIONS.filter(({ name }) => name.toLowerCase().includes(letters)).slice(0, MAX_ACTIONS);
  return [...found, { title: "Actions", items: [...actions, searchLessons, findExpert] }];
}

function withoutEmpty(groups: PaletteGroup[]): PaletteGroup[] {
  return groups.filter(({ items }) => items.length);
}

function iconOf(path: string): IconName {
  const page = readPath(path)?.page.slice(1);
  return NODE_KINDS.find((kind) => kind === page) ?? "action";
}
