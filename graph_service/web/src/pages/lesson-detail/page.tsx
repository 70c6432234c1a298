/** A lesson: what it recommends first, then its journey and its story; beside them what can be done with it, what came of it, and its facts. */
import { Link } from "wouter-preact";
import { useMay } from "../../api/caller";
import { request, useQuery } from "../../api/graphql-client";
import { DismissRecurrenceDocument, OneLessonDocument, type OneLessonQuery } from "../../generated/graphql";
import { formatDate } from "../../text/format";
import { countOutcomes } from "../../text/lesson-sentences";
import { isUnpublished, type UnpublishedStatus } from "../../text/lesson-status";
import { ExtraFields } from "../../ui/extra-fields";
import { ChangeButton } from "../../ui/forms/change-button";
import { NodeNotFound } from "../../ui/not-found";
import { PageTitle } from "../../ui/page-title";
import { Prose } from "../../ui/prose";
import { QueryResult } from "../../ui/query-result";
import { lessonPath, topicPath } from "../../url/paths";
import { Actions } from "./actions";
import { AskFirst } from "./ask-first";
import { JourneySection } from "./journey-section";
import { Reuses } from "./reuses";
import { ReviewSection } from "./review-section";
import { Facts, Outcomes } from "./side";

export type LessonData = NonNullable<OneLessonQuery["lesson"]>;

export function LessonPage({ id }: { id: string }) {
  const query = useQuery(OneLessonDocument, { id });
  return (
    <QueryResult query={query}>
      {({ lesson }) =>
        lesson ? <Lesson key={lesson.id} lesson={lesson} /> : <NodeNotFound kind="Lesson" href="/lessons" all="All lessons" />
      }
    </QueryResult>
  );
}

function Lesson({ lesson }: { lesson: LessonData }) {
  const counts = countOutcomes(lesson.outcomes.nodes.map(({ keys, count }) => ({ outcome: keys[0]?.value, count })));
  return (
    <div class="two lesson-detail">
      <article>
        <Breadcrumbs lesson={lesson} />
        <PageTitle isNode>{lesson.title}</PageTitle>
        <Standing lesson={lesson} />
        <ReviewSection lesson={lesson} />
        <RelatedLessons title="Replaced by" lessons={lesson.supersededBy} />
        {lesson.recommendation && (
          <div class="advice">
            <b>Recommendation</b>
            <Prose text={lesson.recommendation} />
          </div>
        )}
        {isBare(lesson) && <p class="empty">This lesson has only a title. “Edit” adds what happened and what others should do.</p>}
        <JourneySection lesson={lesson} counts={counts} />
        <div class="halves">
          <Story lesson={lesson} />
          <Reuses lesson={lesson} />
        </div>
        <ExtraFields fields={lesson.extra} />
        <EarlierProblems lesson={lesson} />
        <RelatedLessons title="The same problem again" lessons={lesson.recurrences} />
        <RelatedLessons title="Builds on" lessons={lesson.buildsOn} />
        <RelatedLessons title="Lessons that build on this one" lessons={lesson.builtOnBy} />
        <RelatedLessons title="Replaces" lessons={lesson.supersedes} />
      </article>
      <aside class="side" aria-label="Facts and actions">
        <Actions lesson={lesson} />
        <Outcomes lesson={lesson} counts={counts} />
        <Facts lesson={lesson} />
        <AskFirst lesson={lesson} />
      </aside>
    </div>
  );
}

function isBare({ recommendation, context, wentWell, wentWrong }: LessonData): boolean {
  return !recommendation && !context && !wentWell && !wentWrong;
}

function Breadcrumbs({ lesson: { topics } }: { lesson: LessonData }) {
  const topic = topics.nodes[0];
  return (
    <p class="breadcrumbs">
      <Link href="/lessons">Lessons</Link>
      {topic && (
        <>
          {" / "}
          <Link href={topicPath(topic.id)}>{topic.name}</Link>
        </>
      )}
    </p>
  );
}

const UNPUBLISHED_NOTES: Record<UnpublishedStatus, string> = {
  DRAFT: "This is a draft. Until it is published, others do not find it, and it does not count in figures.",
  SUBMITTED: "This lesson is waiting for a review. Until it is published, others do not find it, and it does not count in figures.",
  RETURNED: "This lesson was returned with a question to its authors. It is not published yet.",
};

/** What the reader must know about a lesson that is not published, or no longer recommended. */
function Standing({ lesson: { status, retiredOn, projectText, learnersText } }: { lesson: LessonData }) {
  if (isUnpublished(status))
    return (
      <div class="note">
        <p>{UNPUBLISHED_NOTES[status]}</p>
        {projectText && (
          <p>{`Its project “${projectText}” does not exist yet. The lesson is linked to it as soon as it is created. To choose another project, use “Edit”.`}</p>
        )}
        {learnersText && (
          <p>{`Also learned by people who were not found: ${learnersText}. Use “Edit” to choose them or to remove the names.`}</p>
        )}
      </div>
    );
  if (status === "RETIRED")
    return <p class="note">{`This lesson was retired${retiredOn ? ` on ${formatDate(retiredOn)}` : ""} and is no longer recommended.`}</p>;
  return null;
}

function Story({ lesson: { context, wentWell, wentWrong } }: { lesson: LessonData }) {
  if (!context && !wentWell && !wentWrong) return null;
  return (
    <section aria-labelledby="why">
      <h2 id="why">Why</h2>
      {context && <Prose text={context} />}
      <Passage title="What went well" text={wentWell} />
      <Passage title="What went wrong" text={wentWrong} />
    </section>
  );
}

function Passage({ title, text }: { title: string; text: string | null | undefined }) {
  if (!text) return null;
  return (
    <>
      <h3>{title}</h3>
      <Prose text={text} />
    </>
  );
}

interface Related {
  totalCount: number;
  nodes: readonly { id: string; title: string; learnedOn: string }[];
}

function RelatedLessons({ title, lessons: { nodes, totalCount } }: { title: string; lessons: Related }) {
  if (!nodes.length) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul class="plain">
        {nodes.map((lesson) => (
          <li key={lesson.id}>
            <LessonLink lesson={lesson} />
          </li>
        ))}
      </ul>
      {totalCount > nodes.length && <p class="faint">{`${nodes.length} of ${totalCount}.`}</p>}
    </section>
  );
}

function LessonLink({ lesson: { id, title, learnedOn } }: { lesson: Related["nodes"][number] }) {
  return (
    <>
      <Link href={lessonPath(id)}>{title}</Link> <span class="faint">{formatDate(learnedOn)}</span>
    </>
  );
}

/** A curator can say that a link is wrong. */
function EarlierProblems({ lesson: { id, recurrenceOf } }: { lesson: LessonData }) {
  const mayCurate = useMay("CURATOR");
  if (!recurrenceOf.nodes.length) return null;
  return (
    <section>
      <h2>The same problem earlier</h2>
      <ul class="plain">
        {recurrenceOf.nodes.map((earlier) => (
          <li key={earlier.id}>
            <LessonLink lesson={earlier} />{" "}
            {mayCurate && (
              <ChangeButton
                class="quiet inline"
                label={`Not the same problem: ${earlier.title}`}
                done="Saved as not the same problem."
                change={async (idempotencyKey) =>
                  (await request(DismissRecurrenceDocument, { input: { lesson: id, recurrenceOf: earlier.id, idempotencyKey } }))
                    .dismissRecurrence
                }
              >
                Not the same problem
              </ChangeButton>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
