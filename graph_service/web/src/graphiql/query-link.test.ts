import { expect, it } from "vitest";
import { formatHash, parseHash } from "./query-link";

const SHARED = {
  query: '# 100% "a&b"?\nquery Q($id: ID!) {\n  lesson(id: $id) { title } # +\n}',
  variables: '{ "id": "grüße+#1" }',
};

it("parses what was formatted, with any characters", () => expect(parseHash(formatHash(SHARED))).toEqual(SHARED));

it("survives as part of a URL", () => expect(parseHash(new URL(`http://x/graphiql${formatHash(SHARED)}`).hash)).toEqual(SHARED));

it("leaves out empty variables", () => expect(formatHash({ query: "{ a }", variables: " \n" })).toBe("#query=%7B+a+%7D"));

it("ignores other hashes", () => {
  for (const hash of ["", "#", "#query=", "#variables=%7B%7D", "#lessons"]) expect(parseHash(hash)).toBeUndefined();
});
