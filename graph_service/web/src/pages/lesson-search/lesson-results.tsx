/** The lessons that were found: by words with the matching passages, or in another order. */

import type { ComponentChildren } from "preact";
import { Link } from "wouter-preact";
import { useQuery } from "../../api/graphql-client";
import {
  type LessonRowFragment,
  type LessonSort,
  type LessonWhere,
  SearchLessonsDocument,
  SortedLessonsDocument,
} from "../../generated/graphql";
import { firstLine } from "../../text/first-line";
import { formatDate, joinNames, plural } from "../../text/format";
import { highlightedParts, MARK } from "../../text/highlighted-parts";
import { statusText } from "../../ui/lists/lesson-list";
import { Pager } from "../../ui/lists/pager";
import { QueryResult } from "../../ui/query-result";
import { usePage } from "../../url/paging";
import { lessonPath } from "../../url/paths";

const PAGE_SIZE = 25;

interface Props {
  where: LessonWhere;
  /** Shown instead of an empty list. */
  emptyResult: ComponentChildren;
  /** The button that removes all filters. */
  clearAll: ComponentChildren;
}

export function SearchResults({ text, where, emptyResult, clearAll }: Props & { text: string }) {
  const query = useQuery(SearchLessonsDocument, { text, where });
  return (
    <QueryResult query={query}>
      {({ search: matches, lessons: { totalCount } }) => {
        if (!matches.length) return emptyResult;
        const count =
          totalCount > matches.length
            ? `The best ${matches.length} of ${plural(totalCount, "lesson")}`
            : `${plural(matches.length, "lesson")}, best match first`;
        return (
          <>
            <p class="faint">
              {count} {clearAll}
            </p>
            <ol class="lessons">
              {matches.map(({ lesson, highlights }) => (
                <LessonItem key={lesson.id} lesson={lesson} highlights={highlights} />
              ))}
            </ol>
          </>
        );
      }}
    </QueryResult>
  );
}

interface SortedProps extends Props {
  /** The same filter for retired lessons, which are not listed. */
  retired: LessonWhere;
  /** The status that was chosen; "" for published lessons. */
  status: string;
  sort: LessonSort[];
  label: string;
}

export function SortedLessons({ where, retired, status, sort, label, emptyResult, clearAll }: SortedProps) {
  const query = useQuery(SortedLessonsDocument, { where, retired, sort, ...usePage(PAGE_SIZE) });
  return (
    <QueryResult query={query}>
      {({ lessons: { nodes, totalCount, pageInfo }, retired }) =>
        totalCount ? (
          <>
            <p class="faint">
              {lessonsCaption(status, totalCount, retired.totalCount)}, {label} {clearAll}
            </p>
            <ol class="lessons">
              {nodes.map((lesson) => (
                <LessonItem key={lesson.id} lesson={lesson} highlights={[]} />
              ))}
            </ol>
            <Pager pageInfo={pageInfo} shown={nodes.length} total={totalCount} />
          </>
        ) : (
          emptyResult
        )
      }
    </QueryResult>
  );
}

/** "140 published lessons (7 retired ones are not listed)": together as many as Overview counts as published. */
function lessonsCaption(status: string, count: number, retired: number): string {
  if (status === "unpublished")
    return `${plural(count, "lesson")} that you may read and that ${count === 1 ? "is" : "are"} not published yet`;
  if (status === "retired") return plural(count, "retired lesson");
  const more = retired ? ` (${plural(retired, "retired one is", "retired ones are")} not listed)` : "";
  return `${plural(count, "published lesson")}${more}`;
}

/** `highlights`: passages with the words that were searched for. A passage that is the title is shown as the title. */
function LessonItem({ lesson, highlights }: { lesson: LessonRowFragment; highlights: readonly string[] }) {
  const title = highlights.find((passage) => passage.replaceAll(MARK, "") === lesson.title) ?? lesson.title;
  const advice = highlights.length ? undefined : firstLine(lesson.recommendation ?? "");
  const departments = joinNames(lesson.departments.nodes.map(({ name }) => name));
  const details = [
    lesson.project?.name,
    departments,
    formatDate(lesson.learnedOn),
    statusText(lesson.status, lesson.reusesAggregate.count),
  ];
  return (
    <li>
      <h2>
        <Link href={lessonPath(lesson.id)}>
          <Highlighted text={title} />
        </Link>
      </h2>
      {highlights
        .filter((passage) => passage !== title)
        .map((passage) => (
          <p key={passage} class="excerpt">
            <Highlighted text={passage} />
          </p>
        ))}
      {advice && <p class="advice">{advice}</p>}
      <p class="faint">{details.filter(Boolean).join(" · ")}</p>
    </li>
  );
}

/** A text in which the words that were searched for stand between pairs of asterisks. */
function Highlighted({ text }: { text: string }) {
  return <>{highlightedParts(text).map((part, index) => (index % 2 ? <mark key={index}>{part}</mark> : part))}</>;
}
