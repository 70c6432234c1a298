/** The orders of the list of lessons, and the parameter of the address that holds one. */
import { aggregateOthers, countOthers } from "../../api/by-others";
import type { LessonSort } from "../../generated/graphql";

export const ORDER_PARAM = "order";

interface Order {
  label: string;
  /** Undefined for the best match of the words. */
  sort: LessonSort[] | undefined;
}

const NEWEST: LessonSort = { learnedOn: "DESC" };
export const ORDERS: Record<string, Order> = {
  relevant: { label: "best match first", sort: undefined },
  newest: { label: "newest first", sort: [NEWEST] },
  reused: { label: "most reused first", sort: [{ reusesAggregate: countOthers("DESC") }, NEWEST] },
  saved: { label: "most hours saved first", sort: [{ reusesAggregate: aggregateOthers({ hoursSaved: { sum: "DESC" } }) }, NEWEST] },
};

/** The orders that a list can have: only one with words has a best match. */
export function possibleOrders(text: string): string[] {
  return Object.keys(ORDERS).filter((order) => text || order !== "relevant");
}

/** The order that the address names, or the first possible one. */
export function readOrder(params: URLSearchParams, text: string): string {
  const orders = possibleOrders(text);
  const order = params.get(ORDER_PARAM) ?? "";
  return orders.includes(order) ? order : (orders[0] as string);
}
