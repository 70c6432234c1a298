/** What the palette offers: the pages found for a text, recent pages, and actions. */
import type { PaletteQuery } from "../../generated/graphql";
import { PROJECT_STATUS_LABELS } from "../../text/enum-labels";
import { departmentPath, lessonPath, type NodeKind, nodePath, personPath, projectPath, readPath, topicPath } from "../../url/paths";
import type { IconName } from "../icons";
import type { RecentPage } from "./recent";

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
  { href: "/record", name: "Record a lesson", icon: "record" },
  { href: "/people?find=expert", name: "Find an expert", icon: "people" },
  { href: "/", name: "Go to Overview", icon: "overview" },
  { href: "/network", name: "Go to Network", icon: "network" },
  { href: "/people", name: "Go to People", icon: "people" },
  { href: "/departments", name: "Go to Departments", icon: "departments" },
  { href: "/topics", name: "Go to Topics", icon: "topics" },
  { href: "/lessons", name: "Go to Lessons", icon: "lessons" },
  { href: "/projects", name: "Go to Projects", icon: "projects" },
  { href: "/insights", name: "Go to Insights", icon: "insights" },
  { href: "/docs", name: "Open the documentation", icon: "action" },
];
const MAX_ACTIONS = 4; // before anything is typed

export function startGroups(recent: readonly RecentPage[]): PaletteGroup[] {
  const pages = recent.map(({ path, title }) => ({ href: path, name: title, icon: iconOf(path) }));
  return withoutEmpty([
    { title: "Recent", items: pages },
    { title: "Actions", items: pages.length ? ACTIONS.slice(0, MAX_ACTIONS) : ACTIONS },
  ]);
}

export function foundGroups(text: string, data: PaletteQuery | undefined): PaletteGroup[] {
  const letters = text.toLowerCase();
  const lessons = new Map(
    [...(data?.lessons.nodes ?? []), ...(data?.search.map(({ lesson }) => lesson) ?? [])].map((lesson) => [lesson.id, lesson]),
  );
  return withoutEmpty([
    { title: "Actions", items: ACTIONS.filter(({ name }) => name.toLowerCase().includes(letters)).slice(0, MAX_ACTIONS) },
    {
      title: "People",
      items: (data?.people.nodes ?? []).map(({ id, name, department }) => ({
        href: personPath(id),
        name,
        detail: department?.name,
        icon: "people",
      })),
    },
    {
      title: "Departments",
      items: (data?.departments.nodes ?? []).map(({ id, name, parent }) => ({
        href: departmentPath(id),
        name,
        detail: parent?.name,
        icon: "departments",
      })),
    },
    {
      title: "Projects",
      items: (data?.projects.nodes ?? []).map(({ id, name, status, owner }) => ({
        href: projectPath(id),
        name,
        detail: [PROJECT_STATUS_LABELS[status], owner?.name].filter(Boolean).join(", "),
        icon: "projects",
      })),
    },
    {
      title: "Topics",
      items: (data?.topics.nodes ?? []).map(({ id, name }) => ({ href: topicPath(id), name, icon: "topics" })),
    },
    {
      title: "Lessons",
      items: [
        ...[...lessons.values()]
          .slice(0, 6)
          .map(({ id, title, project }): PaletteItem => ({ href: lessonPath(id), name: title, detail: project?.name, icon: "lessons" })),
        { href: `/lessons?q=${encodeURIComponent(text)}`, name: `Search all lessons for “${text}”`, icon: "search" },
      ],
    },
  ]);
}

function withoutEmpty(groups: PaletteGroup[]): PaletteGroup[] {
  return groups.filter(({ items }) => items.length);
}

const NODE_KINDS: readonly NodeKind[] = ["lessons", "projects", "people", "departments", "topics"];

function iconOf(path: string): IconName {
  const page = readPath(path)?.page.slice(1);
  return NODE_KINDS.find((kind) => kind === page) ?? "action";
}

/** The address of the current page if it is that of a node. */
export function nodePathOf(pathname: string): string | undefined {
  const { page, id } = readPath(pathname) ?? {};
  const kind = NODE_KINDS.find((candidate) => page === `/${candidate}`);
  return kind && id !== undefined ? nodePath(kind, id) : undefined;
}
