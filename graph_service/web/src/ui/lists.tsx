/** Lists that several pages show: lessons in a row, and how an outcome is said. */
import { Link } from "wouter-preact";
import { day, times } from "../text/format";

export const OUTCOMES: Record<string, string> = { HELPED: "it helped", NO_EFFECT: "it had no effect", BACKFIRED: "it did harm" };

interface Row {
  id: string;
  title: string;
  learnedOn: string;
  reusesAggregate: { count: number };
}

export function LessonList({ lessons, total, nothing }: { lessons: readonly Row[]; total: number; nothing: string }) {
  if (!lessons.length) return <p class="nothing">{nothing}</p>;
  return (
    <>
      <ul class="plain">
        {lessons.map(({ id, title, learnedOn, reusesAggregate: { count } }) => (
          <li key={id}>
            <Link href={`/lessons/${encodeURIComponent(id)}`}>{title}</Link>{" "}
            <span class="faint">
              {day(learnedOn)} · {count ? `reused ${times(count)}` : "not reused yet"}
            </span>
          </li>
        ))}
      </ul>
      {total > lessons.length && <p class="faint">{`The newest ${lessons.length} of ${total}.`}</p>}
    </>
  );
}

interface Reuse {
  id: string;
  reusedOn: string;
  outcome?: string | null;
  lesson: { id: string; title: string };
  /** Where the page itself does not say it. */
  project?: { id: string; name: string };
}

export function ReuseList({ reuses, total, nothing }: { reuses: readonly Reuse[]; total: number; nothing: string }) {
  if (!reuses.length) return <p class="nothing">{nothing}</p>;
  return (
    <>
      <ul class="plain">
        {reuses.map(({ id, reusedOn, outcome, lesson, project }) => (
          <li key={id}>
            <Link href={`/lessons/${encodeURIComponent(lesson.id)}`}>{lesson.title}</Link>{" "}
            <span class="faint">
              {[project && `on ${project.name}`, day(reusedOn), outcome && OUTCOMES[outcome]].filter(Boolean).join(" · ")}
            </span>
          </li>
        ))}
      </ul>
      {total > reuses.length && <p class="faint">{`The newest ${reuses.length} of ${total}.`}</p>}
    </>
  );
}
