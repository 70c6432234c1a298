import { expect, it } from "vitest";
import { inItself } from "./fetcher";

it("names the operation that is asked for, of several", () => {
  const asked = { query: "query A { a }\nquery B { b }", variables: { c: 1 }, operationName: "B" };
  expect(inItself(asked)).toEqual(asked);
});

it("leaves out the name of an operation of another tab", () =>
  expect(inItself({ query: "query Another { A }", operationName: "A" })).toEqual({ query: "query Another { A }" }));
