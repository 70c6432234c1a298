/** Which departments reused the lessons of a person, as a picture. */
import { Link } from "wouter-preact";
import { MAX_NODES, type Reach } from "../charts/layout/reach-layout";
import { Picture } from "../charts/picture";
import { ReachPicture } from "../charts/reach";
import type { OnePersonQuery } from "../generated/graphql";
import { formatTimes, joinNames, plural } from "../text/format";
import { savingsTexts } from "../text/reuse-summary";
import type { Column } from "../ui/lists/table";
import { departmentPath, lessonPath } from "../url/paths";

export function PersonReach({ name, data: { reusesByOthers, reach } }: { name: string; data: OnePersonQuery }) {
  const rows = reach.nodes.map(({ keys: [lesson, department], count }): Reach => {
    const id = lesson?.id ?? "";
    return {
      lesson: { id, title: lesson?.value ?? id },
      department: { id: department?.id ?? "", name: department?.value ?? "Unknown department" },
      reuses: count,
    };
  });
  const { count, hoursSaved, costAvoided } = reusesByOthers;
  const savings = savingsTexts(hoursSaved.sum, costAvoided);
  return (
    <section aria-labelledby="reach">
      <h2 id="reach">{reachTitle(name, count, rows)}</h2>
      {rows.length > 0 && (
        <Picture
          file="reach"
          table={{ caption: "Reuses by others, by lesson and department", rows, columns: COLUMNS }}
          footer={<LeftOut rows={rows} total={reach.totalCount} />}
        >
          {(width) => <ReachPicture rows={rows} width={width} label={`Lessons of ${name} and the departments that reused them`} />}
        </Picture>
      )}
      {savings.length > 0 && <p>{`Reported: ${joinNames(savings, savings.length)}.`}</p>}
    </section>
  );
}

function reachTitle(name: string, count: number, rows: readonly Reach[]): string {
  if (!count) return `Nobody else has reused a lesson of ${name} yet`;
  const departments = new Set(rows.map(({ department }) => department.id)).size;
  return `Others reused ${name}’s lessons ${formatTimes(count)}, in ${plural(departments, "department")}`;
}

const COLUMNS: readonly Column<Reach>[] = [
  { header: "Lesson", value: ({ lesson }) => lesson.title, show: ({ lesson }) => <Link href={lessonPath(lesson.id)}>{lesson.title}</Link> },
  {
    header: "Reusing department",
    value: ({ department }) => department.name,
    show: ({ department: { id, name } }) => (id ? <Link href={departmentPath(id)}>{name}</Link> : name),
  },
  { header: "Reuses", value: ({ reuses }) => reuses },
];

/** What the picture or the table does not have. */
function LeftOut({ rows, total }: { rows: readonly Reach[]; total: number }) {
  const sides = [rows.map(({ lesson }) => lesson.id), rows.map(({ department }) => department.id)];
  const isMerged = sides.some((ids) => new Set(ids).size > MAX_NODES);
  if (total > rows.length) return <p class="meta">{`The ${rows.length} pairs of lesson and department with most reuses, of ${total}.`}</p>;
  return isMerged ? <p class="meta">Those with fewest reuses are drawn as one; the table has each of them.</p> : null;
}
