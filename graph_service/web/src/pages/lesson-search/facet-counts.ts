/** How many lessons each value of a filter would leave. */
import type { Directory } from "../../api/directory";
import { useQuery } from "../../api/graphql-client";
import { CountFacetsDocument, type CountFacetsQuery, type LessonWhere } from "../../generated/graphql";
import type { View } from "../../url/view-params";
import { CONTENT, EVIDENCE, whereWithout } from "./lesson-filters";

/** By parameter of the address, then by value. A value that is missing would leave none. */
export type FacetCounts = Record<string, Record<string, number>>;

/** Undefined until the counts are known. */
export function useFacetCounts(directory: Directory | undefined, view: View, params: URLSearchParams): FacetCounts | undefined {
  const without = (param: string) => whereWithout(directory, param, view, params);
  const both = (one: LessonWhere, other: LessonWhere | undefined): LessonWhere => ({ AND: [one, other ?? {}] });
  const { data } = useQuery(CountFacetsDocument, {
    departments: without("in"),
    phases: without("phase"),
    well: both(without("tells"), CONTENT.well?.where),
    wrong: both(without("tells"), CONTENT.wrong?.where),
    helped: both(without("proven"), EVIDENCE.helped?.where),
    reused: both(without("proven"), EVIDENCE.reused?.where),
    never: both(without("proven"), EVIDENCE.never?.where),
  });
  return data && toCounts(data);
}

export function toCounts({ departments, phases, well, wrong, helped, reused, never }: CountFacetsQuery): FacetCounts {
  return {
    in: Object.fromEntries(departments.nodes.map(({ keys, count }) => [keys[0]?.id ?? "", count])),
    phase: Object.fromEntries(phases.nodes.map(({ keys, count }) => [keys[0]?.value ?? "", count])),
    tells: { well: well.totalCount, wrong: wrong.totalCount },
    proven: { helped: helped.totalCount, reused: reused.totalCount, never: never.totalCount },
  };
}
