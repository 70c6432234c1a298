/** How long lessons wait until somebody else reuses them, and which wait longest. */

import { useCallback } from "preact/hooks";
import { Link } from "wouter-preact";
import { Chart, type Palette, tooltipStyle } from "../../charts/chart";
import { formatPercent, joinNames, plural } from "../../text/format";
import { Table } from "../../ui/table";
import { lessonPath } from "../../url/paths";
import type { ShelfData } from "./page";

type ShelfFigures = ShelfData["shelf"];

export function WaitingLessons({ shelf }: { shelf: ShelfFigures }) {
  const { curve, groups, lessons, medianDays, onShelf } = shelf;
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">
        {medianDays == null
          ? "Fewer than half of the lessons have been reused by others so far"
          : `Half of the lessons are reused by others within ${plural(medianDays, "day")}`}
      </h2>
      {curve.length > 0 && <WaitingCurve curve={curve} />}
      <Table
        caption={onShelf > lessons.length ? `The ${lessons.length} lessons that have waited longest` : "Waiting longest"}
        file="shelf"
        first={10}
        rows={lessons}
        emptyText="No lesson is waiting."
        columns={[
          {
            header: "Lesson",
            value: ({ lesson }) => lesson?.title ?? null,
            show: ({ lesson }) => (lesson ? <Link href={lessonPath(lesson.id)}>{lesson.title}</Link> : "–"),
          },
          { header: "Project", value: ({ lesson }) => lesson?.project?.name ?? null },
          { header: "Source department", value: ({ lesson }) => joinNames(lesson?.departments.nodes.map(({ name }) => name) ?? []) },
          { header: "Days", value: ({ days }) => days },
        ]}
      />
      <Table
        caption="By department"
        file="shelf-by-department"
        first={20}
        rows={groups}
        columns={[
          { header: "Department", value: ({ group }) => group.name },
          { header: "Published", value: ({ published }) => published },
          { header: "Reused by others", value: ({ reused }) => reused },
          { header: "On the shelf", value: (group) => group.onShelf },
          { header: "Median days", value: (group) => group.medianDays ?? null },
        ]}
      />
    </section>
  );
}

/** The share of lessons not reused yet, by days since they were published. */
function WaitingCurve({ curve }: { curve: ShelfFigures["curve"] }) {
  const draw = useCallback((palette: Palette) => curveChart(curve, palette), [curve]);
  return (
    <>
      <Chart
        label={`Share of lessons not reused by others, by days since they were published; at the end ${formatPercent(curve.at(-1)?.share)}.`}
        height={260}
        draw={draw}
        file="shelf-curve"
      />
      <details>
        <summary>Show as table</summary>
        <Table
          caption="Lessons not reused by others, by days since they were published (Kaplan–Meier estimate)"
          file="shelf-curve"
          rows={curve}
          first={40}
          columns={[
            { header: "Days", value: ({ day }) => day },
            { header: "Lessons waiting this long", value: ({ atRisk }) => atRisk },
            { header: "Not reused yet", value: ({ share }) => share, show: ({ share }) => formatPercent(share) },
          ]}
        />
      </details>
    </>
  );
}

function curveChart(curve: ShelfFigures["curve"], palette: Palette) {
  const axisLine = { lineStyle: { color: palette.rule } };
  return {
    grid: { left: 48, right: 16, top: 12, bottom: 40 },
    tooltip: { trigger: "axis" as const, ...tooltipStyle(palette), valueFormatter: (value: unknown) => formatPercent(Number(value)) },
    xAxis: {
      type: "value" as const,
      name: "days since it was published",
      nameLocation: "middle" as const,
      nameGap: 26,
      nameTextStyle: { color: palette.faint },
      axisLabel: { color: palette.faint },
      splitLine: { show: false },
      axisLine,
    },
    yAxis: {
      type: "value" as const,
      min: 0,
      max: 1,
      axisLabel: { color: palette.faint, formatter: (value: number) => formatPercent(value) },
      splitLine: axisLine,
    },
    series: [
      {
        type: "line" as const,
        step: "end" as const,
        name: "not reused yet",
        showSymbol: false,
        data: [[0, 1], ...curve.map(({ day, share }) => [day, share])],
        lineStyle: { color: palette.data, width: 2 },
        itemStyle: { color: palette.data },
      },
    ],
  };
}
