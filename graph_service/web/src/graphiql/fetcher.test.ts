import { expect, it } from "vitest";
import { dropUnknownOperation } from "./fetcher";

it("keeps the name of the operation to run", () => {
  const params = { query: "query A { a }\nquery B { b }", variables: { c: 1 }, operationName: "B" };
  expect(dropUnknownOperation(params)).toEqual(params);
});

it("drops the name of an operation of another tab", () =>
  expect(dropUnknownOperation({ query: "query Another { A }", operationName: "A" })).toEqual({ query: "query Another { A }" }));
