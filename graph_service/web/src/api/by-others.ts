/** No figure counts reuses of people’s own lessons, nor what they saved. */
import type { Direction, ReuseWhere } from "../generated/graphql";

export const BY_OTHERS: ReuseWhere = { NOT: { scope: { eq: "OWN" } } };

/** The sort key for the number of reuses that are not of people’s own lessons. */
export const countOthers = (direction: Direction) => ({ countOf: { where: BY_OTHERS, direction } });
