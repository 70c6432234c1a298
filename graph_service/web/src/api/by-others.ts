/** No figure counts reuses of people’s own lessons, nor what they saved. */
import type { Direction, ReuseAggregateSort, ReuseWhere } from "../generated/graphql";

export const BY_OTHERS: ReuseWhere = { NOT: { scope: { eq: "OWN" } } };

/** The sort key for an aggregate of the reuses that are not of people’s own lessons. */
export const aggregateOthers = (sort: ReuseAggregateSort) => ({ filtered: { where: BY_OTHERS, sort } });
export const countOthers = (direction: Direction) => aggregateOthers({ count: direction });
