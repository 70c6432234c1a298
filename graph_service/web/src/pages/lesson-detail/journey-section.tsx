/** The picture of a lesson's journey with its table. */
import { Journey, moveSentence } from "../../charts/journey";
import type { JourneyData, JourneyEvent } from "../../charts/layout/journey-layout";
import { findMoves } from "../../charts/layout/lesson-moves";
import { MARK_LABELS } from "../../charts/mark-shape";
import { Picture } from "../../charts/picture";
import { formatDate, formatDay, joinNames } from "../../text/format";
import { journeyTitle, type OutcomeCounts } from "../../text/lesson-sentences";
import { savingsTexts } from "../../text/reuse-summary";
import { today } from "../../ui/forms/form";
import type { Column } from "../../ui/lists/table";
import { lessonPath } from "../../url/paths";
import type { LessonData } from "./page";
import type { Reuse } from "./reuses";

const COLUMNS: readonly Column<JourneyEvent>[] = [
  { header: "Where", value: ({ lines }) => lines[0] },
  { header: "Department", value: ({ lane }) => lane },
  { header: "Date", value: ({ day }) => day, show: ({ day }) => formatDate(day) },
  { header: "Result", value: ({ kind }) => MARK_LABELS[kind] },
  { header: "Details", value: ({ lines }) => lines[1] || null, optional: true },
];
const UNKNOWN = "No department";

export function JourneySection({ lesson, counts }: { lesson: LessonData; counts: OutcomeCounts }) {
  const data = journeyData(lesson);
  if (!data.events.length) return null;
  const sources = lesson.departments.nodes.map(({ name }) => name);
  const builtOn = new Map(lesson.builtOnBy.nodes.map(({ id }) => [`built ${id}`, id]));
  const missing = lesson.reuses.totalCount - lesson.reuses.nodes.length;
  const hrefOf = ({ id }: JourneyEvent) => {
    const other = builtOn.get(id);
    return other === undefined ? `#reuse-${id}` : lessonPath(other);
  };
  return (
    <section aria-labelledby="journey">
      <h2 id="journey">{journeyTitle(sources, lesson.reusingDepartments.totalCount, counts)}</h2>
      <Picture
        file="journey"
        table={{ caption: "Reuses of the lesson, and lessons that build on it", rows: data.events, columns: COLUMNS }}
        footer={
          <>
            {data.moves.length > 0 && <p class="meta">{data.moves.map(moveSentence).join(" ")}</p>}
            {missing > 0 && (
              <p class="faint">{`The ${lesson.reuses.nodes.length} newest reuses; ${missing} earlier ones are not shown.`}</p>
            )}
          </>
        }
      >
        {(width) => <Journey data={data} width={width} hrefOf={hrefOf} />}
      </Picture>
    </section>
  );
}

function journeyData(lesson: LessonData): JourneyData {
  const { learnedOn, project, learners, departments, reuses, builtOnBy } = lesson;
  const by = learners.nodes.length ? ` by ${joinNames(learners.nodes.map(({ name }) => name))}` : "";
  const on = project ? ` on ${project.name}` : "";
  const lanes = departments.nodes.map(({ name }) => name);
  const carriers = [
    ...learners.nodes.map((person) => ({ person, since: learnedOn })),
    ...reuses.nodes.flatMap(({ person, reusedOn }) => (person ? [{ person, since: reusedOn }] : [])),
  ];
  const reached = reuses.nodes.flatMap(({ department }) => (department ? [department.name] : []));
  return {
    moves: findMoves(carriers, [...lanes, ...reached]),
    source: { day: learnedOn, lanes: lanes.length ? lanes : [UNKNOWN], text: `Learned${on}${by}, ${formatDay(learnedOn)}` },
    events: [
      ...reuses.nodes.map(reuseEvent),
      ...builtOnBy.nodes.map(
        ({ id, title, learnedOn, departments, project }): JourneyEvent => ({
          id: `built ${id}`,
          day: learnedOn,
          lane: departments.nodes[0]?.name ?? UNKNOWN,
          kind: "built",
          lines: [title, project ? `learned on ${project.name}` : ""],
        }),
      ),
    ].sort((a, b) => a.day.localeCompare(b.day)),
    today: today(),
  };
}

function reuseEvent({ id, reusedOn, department, outcome, project, hoursSaved, note }: Reuse): JourneyEvent {
  const results = [savingsTexts(hoursSaved, [])[0], note && `“${note}”`].filter(Boolean).join(": ");
  const kind = outcome ?? "unrated";
  const prefix = kind === "HELPED" && results ? "" : MARK_LABELS[kind];
  const result = [prefix, results].filter(Boolean).join(", ");
  return { id, day: reusedOn, lane: department?.name ?? UNKNOWN, kind, lines: [project.name, result] };
}
