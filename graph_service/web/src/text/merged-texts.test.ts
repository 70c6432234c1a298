import { expect, test } from "vitest";
import { combineTexts } from "./merged-texts";

test("the texts of two lessons are put together, the first one's first, and none is repeated", () => {
  const first = { title: "A", recommendation: "Ask early.", context: null, wentWell: "All.", wentWrong: "Late." };
  const second = { title: "B", recommendation: "Ask twice.", context: "It rained.", wentWell: "All.", wentWrong: "Late. And wet." };
  expect(combineTexts(first, second)).toEqual({
    title: "A",
    recommendation: "Ask early.\n\nAsk twice.",
    context: "It rained.",
    wentWell: "All.",
    wentWrong: "Late. And wet.",
  });
});
