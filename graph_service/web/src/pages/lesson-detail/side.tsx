/** The facts of a lesson, and what came of it. */
import { LESSON_STATUS_LABELS, PHASE_LABELS } from "../../text/enum-labels";
import { capitalized, formatDay } from "../../text/format";
import { languageName } from "../../text/languages";
import { type OutcomeCounts, outcomeList, outcomeTitle, savingsSentence } from "../../text/lesson-sentences";
import { isUnpublished } from "../../text/lesson-status";
import { type Fact, FactList, joinLinks } from "../../ui/facts";
import { departmentPath, personPath, projectPath, topicPath } from "../../url/paths";
import type { LessonData } from "./page";

export function Outcomes({ lesson, counts }: { lesson: LessonData; counts: OutcomeCounts }) {
  const savings = savingsSentence(lesson.reusesAggregate, lesson.confirmed);
  return (
    <div class="outcomes">
      <h2>{outcomeTitle(counts)}</h2>
      <OutcomeBar counts={counts} />
      <p class="meta">{outcomeList(counts)}</p>
      {savings && <p class="meta">{savings}</p>}
    </div>
  );
}

const BAR_PARTS = [
  ["HELPED", "f-data"],
  ["NO_EFFECT", "hollowbar"],
  ["BACKFIRED", "f-risk"],
  ["unrated", "unratedbar"],
] as const;
const BAR_WIDTH = 312; // units
const BAR_GAP = 2;

/** Parts of all reuses; those not rated are a part too. */
function OutcomeBar({ counts }: { counts: OutcomeCounts }) {
  const parts = BAR_PARTS.filter(([outcome]) => counts[outcome]);
  const total = parts.reduce((sum, [outcome]) => sum + counts[outcome], 0);
  if (!total) return null;
  const unit = (BAR_WIDTH - BAR_GAP * (parts.length - 1)) / total;
  let x = 0;
  return (
    <svg class="outcome-bar" viewBox={`0 0 ${BAR_WIDTH} 16`} role="img" aria-label={outcomeList(counts)}>
      {parts.map(([outcome, style]) => {
        const start = x;
        x += unit * counts[outcome] + BAR_GAP;
        return <rect key={outcome} x={start} y="1" width={unit * counts[outcome]} height="14" rx="2" class={style} />;
      })}
    </svg>
  );
}

export function Facts({ lesson }: { lesson: LessonData }) {
  const { learners, departments, project, learnedOn, phase, topics, language, sourceUrl } = lesson;
  const facts: Fact[] = [
    ["Learned by", joinLinks(learners.nodes, personPath)],
    [departments.nodes.length > 1 ? "Departments" : "Department", joinLinks(departments.nodes, departmentPath)],
    ["Project", project && joinLinks([project], projectPath)],
    ["Learned", formatDay(learnedOn)],
    ["Phase", phase && PHASE_LABELS[phase]],
    ["Topics", joinLinks(topics.nodes, topicPath)],
    ["Status", statusText(lesson)],
    ["Who can read it", readersText(lesson)],
    ["Language", language && languageName(language)],
    [
      "Source",
      sourceUrl && (
        <a href={sourceUrl} rel="noreferrer">
          {sourceUrl.split("/")[2]}
        </a>
      ),
    ],
  ];
  return <FactList facts={facts} />;
}

/** Undefined if everybody may read it. */
function readersText({ audience, restrictedToPeople, restrictedToDepartments }: LessonData): string | undefined {
  if (!audience) return undefined;
  if (audience === "AUTHORS") return "Its authors, stewards of its topics and curators";
  const named = [...restrictedToDepartments.nodes, ...restrictedToPeople.nodes].map(({ name }) => name);
  return ["Its learners", ...named].join(", ");
}

function statusText({ status, publishedOn, retiredOn }: LessonData): string {
  if (isUnpublished(status)) return capitalized(LESSON_STATUS_LABELS[status]);
  const published = publishedOn ? `Published ${formatDay(publishedOn)}` : "Published";
  return status === "RETIRED" ? `${published}, retired${retiredOn ? ` ${formatDay(retiredOn)}` : ""}` : published;
}
