import { expect, it } from "vitest";
import { bookmarkHeader, saveBookmarks } from "./bookmarks";

const response = (status: number, bookmarks?: string) =>
  new Response(null, { status, headers: bookmarks ? { "Graph-Bookmarks": bookmarks } : {} });

it("sends the latest bookmarks until a request fails", () => {
  expect(bookmarkHeader()).toEqual({});
  saveBookmarks(response(200, "FB:one"));
  saveBookmarks(response(200));
  expect(bookmarkHeader()).toEqual({ "graph-bookmarks": "FB:one" });
  saveBookmarks(response(200, "FB:two"));
  expect(bookmarkHeader()).toEqual({ "graph-bookmarks": "FB:two" });
  saveBookmarks(response(503));
  expect(bookmarkHeader()).toEqual({});
});
