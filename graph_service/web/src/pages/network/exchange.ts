/** Which departments exchange lessons with others. */

interface Department {
  id: string;
  ancestors: readonly { id: string }[];
}

interface Exchange {
  groups: readonly { id: string; kind: string; department?: { id: string } | null }[];
  cells: readonly { from: { id: string }; to: { id: string }; events: number; observed?: number | null }[];
}

/**
 * Whether a department is part of no group that gave to others, received, or reused its own lessons. Departments above others are not
 * looked at: they have no lessons of their own. A small department counts as its group.
 */
export function isWithoutExchange({ groups, cells }: Exchange, departments: readonly Department[]): (department: Department) => boolean {
  const used = cells.filter(({ observed, events }) => (observed ?? events) > 0);
  const active = new Set(used.flatMap(({ from, to }) => [from.id, to.id]));
  const merged = new Set(
    groups.flatMap(({ id, kind, department }) => (kind === "SMALL_DEPARTMENTS" && department && active.has(id) ? department.id : [])),
  );
  const parents = new Set(departments.flatMap(({ ancestors }) => ancestors.map(({ id }) => id)));
  return ({ id, ancestors }) =>
    !parents.has(id) && !active.has(id) && !ancestors.some((ancestor) => active.has(ancestor.id) || merged.has(ancestor.id));
}
