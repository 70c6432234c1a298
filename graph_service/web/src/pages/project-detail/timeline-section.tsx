/** What a project reused and recorded over its time, as a picture with its table. */
import { Key } from "../../charts/journey";
import type { TimelineData, TimelineEvent } from "../../charts/layout/timeline-layout";
import { MARK_LABELS } from "../../charts/mark-shape";
import { Picture } from "../../charts/picture";
import { Timeline } from "../../charts/timeline";
import { formatDate, formatDay, plural } from "../../text/format";
import { QUIET_MONTHS } from "../../text/project-gaps";
import { monthsBetween } from "../../text/project-phase";
import { today } from "../../ui/forms/form";
import type { Column } from "../../ui/lists/table";
import { lessonPath } from "../../url/paths";
import type { ProjectData } from "./page";

const COLUMNS: readonly Column<TimelineEvent>[] = [
  { header: "Date", value: ({ day }) => day, show: ({ day }) => formatDate(day) },
  { header: "Lesson", value: ({ text }) => text, show: ({ text, href }) => <a href={href}>{text}</a> },
  { header: "What happened", value: ({ kind }) => kindText(kind) },
];

/** Nothing for a project that has not begun, or that has neither reuses nor lessons. */
export function TimelineSection({ project }: { project: ProjectData }) {
  const data = timelineData(project);
  if (!data) return null;
  const { startedOn, endedOn } = project;
  const kinds = new Set(data.events.map(({ kind }) => kind));
  return (
    <section class="timeline" aria-labelledby="timeline">
      <p id="timeline" class="medium">
        {`Started ${formatDay(startedOn ?? "")}${endedOn && endedOn <= today() ? `, ended ${formatDay(endedOn)}` : ""}`}
      </p>
      <Picture file="project" table={{ caption: "Reuses and lessons of the project", rows: data.events, columns: COLUMNS }} footer={null}>
        {(width) => (
          <>
            <Timeline
              data={data}
              width={width}
              label={`${plural(project.reuses.totalCount, "reuse")} and ${plural(project.lessons.totalCount, "lesson")} over time; the table has the same`}
            />
            <Key kinds={kinds} labels={{ built: "lesson recorded" }} />
          </>
        )}
      </Picture>
    </section>
  );
}

function kindText(kind: TimelineEvent["kind"]): string {
  return kind === "built" ? "lesson recorded" : `reused, ${MARK_LABELS[kind]}`;
}

function timelineData({ status, startedOn, endedOn, reuses, lessons }: ProjectData): TimelineData | undefined {
  const now = today();
  if (!startedOn || startedOn > now) return undefined;
  const events = [
    ...reuses.nodes.map(
      ({ id, reusedOn, outcome, lesson }): TimelineEvent => ({
        id,
        day: reusedOn,
        kind: outcome ?? "unrated",
        text: lesson.title,
        href: `${lessonPath(lesson.id)}#reuse-${id}`,
      }),
    ),
    ...lessons.nodes.map(
      ({ id, title, learnedOn }): TimelineEvent => ({ id, day: learnedOn, kind: "built", text: title, href: lessonPath(id) }),
    ),
  ].sort((a, b) => a.day.localeCompare(b.day));
  const latest = events.at(-1)?.day;
  if (!latest) return undefined;
  const months = monthsBetween(latest, now);
  const isQuiet = status === "RUNNING" && months >= QUIET_MONTHS;
  return {
    startedOn,
    end: endedOn && endedOn < now ? endedOn : now,
    events,
    silence: isQuiet ? { since: latest, text: `${plural(months, "month")} without a lesson or a reuse` } : undefined,
  };
}
