import { expect, it } from "vitest";
import { readAllPages } from "./paging";

const PAGES: Record<string, { nodes: string[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } }> = {
  start: { nodes: ["a", "b"], pageInfo: { hasNextPage: true, endCursor: "b" } },
  b: { nodes: ["c"], pageInfo: { hasNextPage: true, endCursor: "c" } },
  c: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } },
};

it("follows the cursors to the last page", async () => {
  const cursors: (string | null)[] = [];
  const nodes = await readAllPages(async (after) => {
    cursors.push(after);
    const page = PAGES[after ?? "start"];
    if (!page) throw new Error(`no page after ${after}`);
    return page;
  });
  expect(nodes).toEqual(["a", "b", "c"]);
  expect(cursors).toEqual([null, "b", "c"]);
});

it("passes an error on", async () => {
  await expect(readAllPages(() => Promise.reject(new Error("lost")))).rejects.toThrow("lost");
});
