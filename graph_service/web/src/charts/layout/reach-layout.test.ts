import { expect, it } from "vitest";
import { MAX_NODES, type Reach, reachLayout } from "./reach-layout";

const row = (lesson: string, department: string, reuses: number): Reach => ({
  lesson: { id: lesson, title: `Lesson ${lesson}` },
  department: { id: department, name: `Department ${department}` },
  reuses,
});

it("nodes are as high as their reuses, and bands fill them", () => {
  const { lessons, departments, bands } = reachLayout([row("a", "x", 1), row("a", "y", 2), row("b", "y", 4)], 1000);
  expect(lessons.map(({ id, reuses, height }) => [id, reuses, height])).toEqual([
    ["b", 4, 48],
    ["a", 3, 36],
  ]);
  expect(departments.map(({ id, reuses }) => [id, reuses])).toEqual([
    ["y", 6],
    ["x", 1],
  ]);
  expect(bands.map(({ lesson, department, reuses }) => [lesson.id, department.id, reuses])).toEqual([
    ["b", "y", 4],
    ["a", "y", 2],
    ["a", "x", 1],
  ]);
});

it("many reuses keep the picture low, and many nodes are drawn as one", () => {
  const rows = Array.from({ length: 40 }, (_, index) => row(`l${index}`, `d${index % 3}`, 100 + index));
  const { lessons, height, bands } = reachLayout(rows, 328);
  expect(height).toBeLessThan(700);
  expect(lessons).toHaveLength(MAX_NODES);
  expect(lessons.at(-1)).toMatchObject({ name: "29 other lessons", isRest: true });
  expect(bands.reduce((sum, { reuses }) => sum + reuses, 0)).toBe(rows.reduce((sum, { reuses }) => sum + reuses, 0));
});

it("no two rows of text meet", () => {
  const rows = Array.from({ length: 8 }, (_, index) => row(`l${index}`, "x", 1));
  const { lessons } = reachLayout(rows, 700);
  const middles = lessons.map(({ y, height }) => y + height / 2);
  expect(middles.slice(1).every((middle, index) => middle - (middles[index] ?? 0) >= 36)).toBe(true);
});
