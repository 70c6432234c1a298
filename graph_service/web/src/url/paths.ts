/** The addresses of the pages of nodes, and what an address names. */

export const NODE_KINDS = ["lessons", "projects", "people", "departments", "topics"] as const;
export type NodeKind = (typeof NODE_KINDS)[number];

export const nodePath = (kind: NodeKind, id: string) => `/${kind}/${encodeSegment(id)}`;
export const lessonPath = (id: string) => nodePath("lessons", id);
export const projectPath = (id: string) => nodePath("projects", id);
export const personPath = (id: string) => nodePath("people", id);
export const departmentPath = (id: string) => nodePath("departments", id);
export const topicPath = (id: string) => nodePath("topics", id);

/** Browsers resolve the segments "." and ".." in every encoding. A tilde before them prevents that; it is also put before another tilde. */
function encodeSegment(id: string): string {
  return encodeURIComponent(/^(\.{1,2}$|~)/.test(id) ? `~${id}` : id);
}

function decodeSegment(segment: string): string {
  const text = decodeURIComponent(segment);
  return text.startsWith("~") ? text.slice(1) : text;
}

export interface PathParts {
  /** The part before the id, such as "/lessons". */
  page: string;
  /** The id of the node that the path names. */
  id?: string;
}

/** Reads a path as the browser has it, encoded. Undefined when it is malformed or too long. */
export function readPath(pathname: string): PathParts | undefined {
  const [, page = "", segment, ...rest] = pathname.replace(/\/$/, "").split("/");
  if (rest.length) return undefined;
  try {
    return { page: `/${page}`, ...(segment === undefined ? {} : { id: decodeSegment(segment) }) };
  } catch {
    return undefined; // a percent sign that encodes nothing
  }
}

/** The address of a page of a node; undefined for other pages. */
export function nodePathOf(pathname: string): string | undefined {
  const { page, id } = readPath(pathname) ?? {};
  const kind = NODE_KINDS.find((candidate) => page === `/${candidate}`);
  return kind && id !== undefined ? nodePath(kind, id) : undefined;
}
