/** How long lessons wait until somebody else reuses them, and which wait longest. */

import { Link } from "wouter-preact";
import { Picture } from "../../charts/picture";
import { StepCurve } from "../../charts/step-curve";
import { formatPercent, joinNames, plural } from "../../text/format";
import { type Column, FoldedTable, Table } from "../../ui/lists/table";
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
      {curve.length > 0 && <WaitingCurve curve={curve} medianDays={medianDays} />}
      <Table
        caption={onShelf > lessons.length ? `The ${lessons.length} lessons that have waited longest` : "Waiting longest"}
        file="shelf"
        first={5}
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
      <FoldedTable
        caption="By department"
        file="shelf-by-department"
        first={10}
        rows={groups}
        columns={[
          { header: "Department", value: ({ group }) => group.name },
          { header: "Published", value: ({ published }) => published },
          { header: "Reused by others", value: ({ reused }) => reused },
          { header: "Not reused yet", value: (group) => group.onShelf },
          { header: "Median days", value: (group) => group.medianDays ?? null },
        ]}
      />
    </section>
  );
}

/** The share of lessons not reused yet, by days since they were published. */
function WaitingCurve({ curve, medianDays }: Pick<ShelfFigures, "curve" | "medianDays">) {
  const label = `Share of lessons not reused by others, by days since they were published; at the end ${formatPercent(curve.at(-1)?.share)}`;
  return (
    <Picture
      file="shelf-curve"
      table={{
        caption: "Lessons not reused by others, by days since they were published (Kaplan–Meier estimate)",
        rows: curve,
        first: 40,
        columns: CURVE_COLUMNS,
      }}
    >
      {(width) => <StepCurve steps={curve} width={Math.min(width, 960)} label={label} medianDay={medianDays} />}
    </Picture>
  );
}

const CURVE_COLUMNS: readonly Column<ShelfFigures["curve"][number]>[] = [
  { header: "Days", value: ({ day }) => day },
  { header: "Lessons waiting this long", value: ({ atRisk }) => atRisk },
  { header: "Not reused yet", value: ({ share }) => share, show: ({ share }) => formatPercent(share) },
];
