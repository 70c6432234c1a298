import { expect, it } from "vitest";
import { askedIn, fragmentOf } from "./query-link";

const ASKED = { query: '# 100% "a&b"?\nquery Q($id: ID!) {\n  lesson(id: $id) { title } # +\n}', variables: '{ "id": "grüße+#1" }' };

it("opens what was shared, whatever is in it", () => expect(askedIn(fragmentOf(ASKED))).toEqual(ASKED));

it("stays an address when it is read as one", () => expect(askedIn(new URL(`http://x/graphiql${fragmentOf(ASKED)}`).hash)).toEqual(ASKED));

it("leaves out variables that there are none of", () => expect(fragmentOf({ query: "{ a }", variables: " \n" })).toBe("#query=%7B+a+%7D"));

it("takes other fragments for none", () => {
  for (const fragment of ["", "#", "#query=", "#variables=%7B%7D", "#lessons"]) expect(askedIn(fragment)).toBeUndefined();
});
