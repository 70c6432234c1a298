/** Lessons with their dates and how often they were reused. */

import { Link } from "wouter-preact";
import type { LessonStatus } from "../../generated/graphql";
import { LESSON_STATUS_LABELS } from "../../text/enum-labels";
import { formatDate, formatTimes } from "../../text/format";
import { isUnpublished } from "../../text/lesson-status";
import { lessonPath } from "../../url/paths";

interface LessonItem {
  id: string;
  title: string;
  learnedOn: string;
  status?: LessonStatus | undefined;
  reusesAggregate: { count: number };
}

interface Props {
  /** The newest first. */
  lessons: readonly LessonItem[];
  total: number;
  emptyText: string;
}

export function LessonList({ lessons, total, emptyText }: Props) {
  if (!lessons.length) return <p class="empty">{emptyText}</p>;
  return (
    <>
      <ul class="plain">
        {lessons.map(({ id, title, learnedOn, status, reusesAggregate: { count } }) => (
          <li key={id}>
            <Link href={lessonPath(id)}>{title}</Link>{" "}
            <span class="faint">
              {formatDate(learnedOn)} · {statusText(status, count)}
            </span>
          </li>
        ))}
      </ul>
      {total > lessons.length && <p class="faint">{`The newest ${lessons.length} of ${total}.`}</p>}
    </>
  );
}

/** How often a lesson was reused; the status of one that cannot be reused yet. */
export function statusText(status: LessonStatus | undefined, count: number): string {
  return isUnpublished(status) ? LESSON_STATUS_LABELS[status] : reuseCountText(count);
}

export function reuseCountText(count: number): string {
  return count ? `reused ${formatTimes(count)}` : "not reused yet";
}
