/** Where people took a lesson when they moved from one department of its journey to another. */

export interface Move {
  person: string;
  /** The first day in the new department, an ISO date. */
  day: string;
  from: string;
  to: string;
}

export interface MovingPerson {
  id: string;
  name: string;
  /** The departments so far, in any order. `from` is absent where the first day is unknown. */
  memberships: { edges: readonly { from?: string | null | undefined; node: { name: string } }[] };
}

/**
 * The moves between two of these departments after the day on which each person learned of the lesson, the oldest first. Everybody is
 * counted once, from the earliest day.
 */
export function findMoves(carriers: readonly { person: MovingPerson; since: string }[], departments: readonly string[]): Move[] {
  const since = new Map<string, { person: MovingPerson; since: string }>();
  for (const carrier of carriers) {
    const known = since.get(carrier.person.id);
    if (!known || carrier.since < known.since) since.set(carrier.person.id, carrier);
  }
  return [...since.values()]
    .flatMap(({ person, since }) => movesOf(person).filter(({ day }) => day > since))
    .filter(({ from, to }) => from !== to && departments.includes(from) && departments.includes(to))
    .sort((a, b) => a.day.localeCompare(b.day));
}

function movesOf({ name, memberships }: MovingPerson): Move[] {
  const inOrder = [...memberships.edges].sort((a, b) => (a.from ?? "").localeCompare(b.from ?? ""));
  return inOrder.slice(1).flatMap(({ from, node }, index) => {
    const before = inOrder[index]?.node.name;
    return from && before ? [{ person: name, day: from, from: before, to: node.name }] : [];
  });
}
