/** Departments and topics with everything below them. */
import type { Directory } from "./directory";

/** The ids of a department and all departments below it. */
export function departmentSubtree({ departments }: Directory, id: string): string[] {
  const descendants = departments.filter(({ ancestors }) => ancestors.some((ancestor) => ancestor.id === id));
  return [id, ...descendants.map((department) => department.id)];
}

/** The ids of a topic and all narrower topics, at any depth. */
export function topicSubtree({ topics }: Directory, id: string): string[] {
  const subtree = new Set([id]);
  for (let size = 0; size < subtree.size; ) {
    size = subtree.size;
    for (const topic of topics) if (topic.broader.nodes.some((broader) => subtree.has(broader.id))) subtree.add(topic.id);
  }
  return [...subtree];
}

interface GroupedPeople {
  totalCount: number;
  nodes: readonly { keys: readonly { id?: string | null }[]; count: number }[];
}

/** The people of a department and of all departments below it. Null while the departments are unknown, or if not all groups were read. */
export function countPeopleBelow(directory: Directory | undefined, { nodes, totalCount }: GroupedPeople, id: string): number | null {
  if (!directory || totalCount > nodes.length) return null;
  const subtree = new Set(departmentSubtree(directory, id));
  return nodes.reduce((sum, { keys: [department], count }) => sum + (subtree.has(department?.id ?? "") ? count : 0), 0);
}
