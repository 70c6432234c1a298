import { expect, test } from "vitest";
import { layoutTimeline, type TimelineEvent } from "./timeline-layout";

const event = (id: string, day: string, kind: TimelineEvent["kind"] = "HELPED"): TimelineEvent => ({ id, day, kind, text: id, href: "/" });

test("the line begins with the project, ends with it or today, and holds earlier events", () => {
  const { start, end, marks } = layoutTimeline({ startedOn: "2025-09-01", end: "2026-11-29", events: [event("a", "2025-09-20")] }, 1000);
  expect([start, end]).toEqual([10, 990]);
  expect(marks[0]?.x).toBeGreaterThan(10);
  const early = layoutTimeline({ startedOn: "2025-09-01", end: "2026-11-29", events: [event("a", "2025-06-01")] }, 1000);
  expect(early.marks[0]?.x).toBe(10);
  expect(early.start).toBeGreaterThan(10);
});

test("reuses on one day stand beside the line, lessons above them", () => {
  const events = [event("a", "2026-01-01"), event("b", "2026-01-01"), event("l", "2026-01-01", "built")];
  const { marks, height } = layoutTimeline({ startedOn: "2025-09-01", end: "2026-11-29", events }, 400);
  const ys = marks.map(({ y }) => y);
  expect(new Set(ys).size).toBe(3);
  expect(Math.min(...ys)).toBe(ys[2]);
  expect(Math.max(...ys)).toBeLessThan(height - 25);
});

test("ticks have room for their names, and January has its year", () => {
  for (const width of [320, 720, 1000]) {
    const { ticks } = layoutTimeline({ startedOn: "2022-03-05", end: "2026-11-29", events: [] }, width);
    expect(ticks.map(({ text }) => text)).toContain("2024");
    expect(ticks.slice(1).every(({ x }, index) => x - (ticks[index]?.x ?? 0) >= 60)).toBe(true);
  }
});

test("a silence reaches to the end of the line", () => {
  const { silence } = layoutTimeline(
    { startedOn: "2026-01-01", end: "2026-11-29", events: [], silence: { since: "2026-06-16", text: "5 months" } },
    500,
  );
  expect(silence).toMatchObject({ to: 490, text: "5 months" });
});
