/** Departments as a picture shows them: some opened, the others with all that is below them as one. */
import { sum } from "../text/sentences";

interface Named {
  id: string;
  name: string;
}

/** A group of the service's answer; `ancestors` begin with the nearest. */
export interface Group extends Named {
  kind: string;
  department?: (Named & { ancestors: readonly Named[] }) | null;
}

export interface Flow {
  from: { id: string };
  to: { id: string };
  reuses: number;
}

/** What is drawn as one. `whole`: it stands for others below it, and can be opened. `order`: departments of one branch come together. */
export interface Place extends Named {
  kind: string;
  whole: boolean;
  order: string;
}

export interface Drawn {
  from: Place;
  to: Place;
  reuses: number;
}

const MOST = 24; // more in one picture are a tangle

/** From the top of the tree to the group itself. */
function pathOf({ id, name, kind, department }: Group): readonly Named[] {
  const above = [...(department?.ancestors ?? [])].reverse();
  return kind === "SMALL_DEPARTMENTS" && department ? [...above, department, { id, name }] : [...above, { id, name }];
}

/** Each group's place in the picture. `within`: the department that is opened, with those above it; all are when few enough. */
export function places(groups: readonly Group[], within: string | undefined): Map<string, Place> {
  const known = groups.filter(({ kind }) => kind !== "UNATTRIBUTED");
  const paths = new Map(known.map((group) => [group.id, pathOf(group)]));
  const roots = new Set([...paths.values()].map((path) => path[0]?.id));
  const opened = new Set(roots.size === 1 ? roots : []);
  const chosen = within === undefined ? undefined : [...paths.values()].find((path) => path.some(({ id }) => id === within));
  for (const { id } of chosen ?? []) {
    opened.add(id);
    if (id === within) break;
  }
  const all = within === undefined && known.length <= MOST;
  return new Map(
    known.map((group) => {
      const path = paths.get(group.id) as readonly Named[];
      const shut = all ? -1 : path.findIndex(({ id }) => !opened.has(id));
      const at = shut < 0 ? path.length - 1 : shut;
      const place = path[at] as Named,
        whole = at < path.length - 1;
      return [
        group.id,
        {
          id: place.id,
          name: place.name,
          kind: whole ? "DEPARTMENT" : group.kind,
          whole,
          order: path
            .slice(0, at + 1)
            .map(({ id }) => id)
            .join("/"),
        },
      ];
    }),
  );
}

/** Flows between what is drawn, the widest first. Shares of reuses add up to reuses. */
export function rolledUp(cells: readonly Flow[], places: ReadonlyMap<string, Place>): Drawn[] {
  const rolled = new Map<string, Drawn & { parts: number[] }>();
  for (const { from, to, reuses } of cells) {
    const [giver, taker] = [places.get(from.id), places.get(to.id)];
    if (!giver || !taker) continue;
    const key = JSON.stringify([giver.id, taker.id]);
    const one = rolled.get(key) ?? { from: giver, to: taker, reuses: 0, parts: [] };
    one.parts.push(reuses);
    rolled.set(key, one);
  }
  return [...rolled.values()]
    .map(({ from, to, parts }) => ({ from, to, reuses: sum(parts) }))
    .sort((one, other) => other.reuses - one.reuses);
}

/** The opened department with those above it, the top first; none when nothing below it is there. */
export function crumbs(groups: readonly Group[], within: string): Named[] {
  for (const group of groups) {
    const path = pathOf(group),
      at = path.findIndex(({ id }) => id === within);
    if (at >= 0 && at < path.length - 1) return path.slice(0, at + 1);
  }
  return [];
}
