import { expect, it } from "vitest";
import { communitiesTitle } from "./community-sentences";

const found = (people: number, agreement: number | null, modularity = 0.5) =>
  communitiesTitle({ communities: [1, 2], people, agreement, modularity });

it("nothing is said about communities of few people, or that are not clear", () => {
  expect(found(6, 0.9)).toBe("Too few people to tell who learns together: 6 have exchanged lessons");
  expect(found(50, 0.9, 0.1)).toBe("People learn from all over the organisation: no clear communities");
  expect(found(50, null)).toBe("The departments of these people are not known");
  expect(communitiesTitle({ communities: [], people: 0 })).toBe("Nobody reused another person’s lesson in this period");
});

it("communities are compared with the organisation chart", () => {
  expect([0.6, 0.3, 0.1].map((agreement) => found(50, agreement))).toEqual([
    "People learn along the organisation chart",
    "People learn partly along the organisation chart",
    "People learn across the organisation chart",
  ]);
});
