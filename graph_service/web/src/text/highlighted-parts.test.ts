import { expect, it } from "vitest";
import { highlightedParts } from "./highlighted-parts";

it("words are marked, and other signs are removed", () => {
  expect(highlightedParts("Run `kubectl **drain**` as the [**guide**](https://example.org) says …")).toEqual([
    "Run kubectl ",
    "drain",
    " as the ",
    "guide",
    " says …",
  ]);
  expect(highlightedParts("the **drain** of [nodes](https://exam …")).toEqual(["the ", "drain", " of nodes"]);
});
