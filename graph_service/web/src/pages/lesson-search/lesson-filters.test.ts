import { expect, it } from "vitest";
import { activeFilters, FACETS, lessonWhere, whereWithout } from "./lesson-filters";

const VIEW = { window: { from: "2024-01-01", to: "2025-01-01" }, level: undefined, topic: "charging" };
const DIRECTORY = {
  departments: [],
  topics: [
    { id: "charging", name: "Charging", broader: { nodes: [] } },
    { id: "fast", name: "Fast charging", broader: { nodes: [{ id: "charging" }] } },
  ],
};
const where = (search: string) => lessonWhere(DIRECTORY, { ...VIEW, topic: undefined }, new URLSearchParams(search), false);

it("the evidence is a condition on reuses", () => {
  expect(where("proven=helped").reuses).toEqual({ some: { NOT: { scope: { eq: "OWN" } }, outcome: { eq: "HELPED" } } });
  expect(where("proven=reused").reuses).toEqual({ some: { NOT: { scope: { eq: "OWN" } } } });
  expect(where("proven=never").reuses).toEqual({ none: { NOT: { scope: { eq: "OWN" } } } });
});

it("filters published lessons by all parameters, and ignores unknown values", () => {
  expect(where("in=energy&phase=BEFORE&tells=wrong")).toEqual({
    status: { eq: "PUBLISHED" },
    departments: { some: { id: { eq: "energy" } } },
    phase: { eq: "BEFORE" },
    wentWrong: { isNull: false },
  });
  expect(where("phase=NEVER&tells=all&proven=maybe")).toEqual({ status: { eq: "PUBLISHED" } });
});

it("lists lessons of another status on request; the window is about published ones", () => {
  expect(where("status=retired")).toEqual({ status: { eq: "RETIRED" } });
  const unpublished = new URLSearchParams("status=unpublished");
  expect(lessonWhere(DIRECTORY, { ...VIEW, topic: undefined }, unpublished, true)).toEqual({
    status: { in: ["DRAFT", "SUBMITTED", "RETURNED"] },
  });
  expect(activeFilters({ ...VIEW, topic: undefined }, unpublished, []).map(({ param }) => param)).toEqual([]);
});

it("includes narrower topics, and the window where it applies", () => {
  expect(lessonWhere(DIRECTORY, VIEW, new URLSearchParams(), true)).toEqual({
    status: { eq: "PUBLISHED" },
    topics: { some: { id: { in: ["charging", "fast"] } } },
    publishedOn: { gte: "2024-01-01", lt: "2025-01-01" },
  });
});

it("names the active filters and builds the filter without each of them", () => {
  const params = new URLSearchParams("q=winter&tells=well");
  const facets = FACETS.filter(({ param }) => params.has(param));
  expect(activeFilters(VIEW, params, facets)).toEqual([
    { param: "tells", label: "“Contains: what went well”" },
    { param: "topic", label: "the topic" },
    { param: "q", label: "the words “winter”" },
  ]);
  const published = { status: { eq: "PUBLISHED" } };
  const topics = { some: { id: { in: ["charging", "fast"] } } };
  expect(whereWithout(DIRECTORY, "tells", VIEW, params)).toEqual({ search: "winter", AND: [{ ...published, topics }] });
  expect(whereWithout(DIRECTORY, "topic", VIEW, params)).toEqual({
    search: "winter",
    AND: [{ ...published, wentWell: { isNull: false } }],
  });
  const withoutWords = whereWithout(DIRECTORY, "q", VIEW, params);
  expect(withoutWords).toMatchObject({ publishedOn: { gte: "2024-01-01", lt: "2025-01-01" }, wentWell: { isNull: false } });
});
