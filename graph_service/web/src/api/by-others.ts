/** What people reuse of their own lessons counts nowhere: neither as a reuse nor in what reuse saved. */
import type { Direction, ReuseWhere } from "../generated/graphql";

export const BY_OTHERS: ReuseWhere = { NOT: { scope: { eq: "OWN" } } };

/** The sort key for the number of reuses by others. */
export const countOthers = (direction: Direction) => ({ countOf: { where: BY_OTHERS, direction } });
