import { expect, test } from "vitest";
import { findMoves } from "./lesson-moves";

const nadja = {
  id: "nadja",
  name: "Nadja",
  memberships: {
    edges: [
      { from: "2023-07-01", node: { name: "Water" } },
      { from: "2017-05-01", node: { name: "Roads" } },
    ],
  },
};

test("a move between two departments of the journey is found once", () => {
  const carriers = [
    { person: nadja, since: "2023-01-01" },
    { person: nadja, since: "2022-09-08" },
  ];
  expect(findMoves(carriers, ["Roads", "Water"])).toEqual([{ person: "Nadja", day: "2023-07-01", from: "Roads", to: "Water" }]);
});

test("moves before the person knew the lesson, or to departments outside the journey, are left out", () => {
  expect(findMoves([{ person: nadja, since: "2023-07-01" }], ["Roads", "Water"])).toEqual([]);
  expect(findMoves([{ person: nadja, since: "2022-09-08" }], ["Roads"])).toEqual([]);
});
