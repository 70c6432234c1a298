import { expect, it } from "vitest";
import { remember, reminder } from "./bookmarks";

const answer = (status: number, bookmarks?: string) =>
  new Response(null, { status, headers: bookmarks ? { "Graph-Bookmarks": bookmarks } : {} });

it("what was written last is told until the service does not answer to it", () => {
  expect(reminder()).toEqual({});
  remember(answer(200, "FB:one"));
  remember(answer(200));
  expect(reminder()).toEqual({ "graph-bookmarks": "FB:one" });
  remember(answer(200, "FB:two"));
  expect(reminder()).toEqual({ "graph-bookmarks": "FB:two" });
  remember(answer(503));
  expect(reminder()).toEqual({});
});
