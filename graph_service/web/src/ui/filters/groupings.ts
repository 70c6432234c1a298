/** The levels of the organisation by which departments can be grouped. */
import type { Department } from "../../api/directory";
import { joinNames, plural } from "../../text/format";

export interface Grouping {
  value: string;
  name: string;
  /** What the level consists of. */
  detail: string;
}

const MAX_NAMES = 3; // a level with more departments is described by their number

/** All levels of the tree except the lowest, from the lowest of them to the top. */
export function groupings(departments: readonly Department[]): Grouping[] {
  const depths = [...new Set(departments.map(({ ancestors }) => ancestors.length))].sort((a, b) => a - b);
  const levels = depths.map((depth) => departments.filter(({ ancestors }) => ancestors.length === depth));
  const hasRoot = levels[0]?.length === 1;
  const divisions = levels.length - 1 - Number(hasRoot);
  return levels
    .slice(0, -1)
    .map((level, depth) => ({
      value: String(depth),
      name: depth === 0 && hasRoot ? "Whole organisation" : divisions === 1 ? "Division" : `Division, level ${depth + Number(!hasRoot)}`,
      detail: level.length <= MAX_NAMES ? joinNames(level.map(({ name }) => name)) : plural(level.length, "department"),
    }))
    .reverse();
}
