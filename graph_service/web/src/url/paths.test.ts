import { expect, it } from "vitest";
import { nodePathOf, personPath, readPath } from "./paths";

/** As the browser resolves it. */
const pathnameOf = (path: string) => new URL(path, "http://localhost").pathname;

it("every id survives the address", () => {
  for (const id of ["nadja", "50%", "50%25", ".", "..", "...", "~", "~.", "~~", "a/b", "?", "#x", "ä ö", "%E4"])
    expect(readPath(pathnameOf(personPath(id)))).toEqual({ page: "/people", id });
});

it("a path without an id names a page, and a malformed one nothing", () => {
  expect(readPath("/")).toEqual({ page: "/" });
  expect(readPath("/people/")).toEqual({ page: "/people" });
  expect(readPath("/people/50%")).toBeUndefined();
  expect(readPath("/people/%E4")).toBeUndefined();
  expect(readPath("/people/a/b")).toBeUndefined();
});

it("recognises the pages of nodes", () => {
  expect(nodePathOf("/people/~.")).toBe("/people/~.");
  expect(["/people", "/", "/record", "/people/50%"].map(nodePathOf)).toEqual([undefined, undefined, undefined, undefined]);
});
