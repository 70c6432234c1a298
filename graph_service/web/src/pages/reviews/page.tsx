/** The lessons that wait for the reader's review, the one that has waited longest first. Each is published or returned in place. */
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { useMay } from "../../api/caller";
import { useQuery } from "../../api/graphql-client";
import { ReviewQueueDocument, type ReviewQueueQuery } from "../../generated/graphql";
import { joinNames, plural } from "../../text/format";
import { PublishButton, ReturnForm, UsefulnessChecks } from "../../ui/forms/review-forms";
import { Pager } from "../../ui/lists/pager";
import { PageTitle } from "../../ui/page-title";
import { Prose } from "../../ui/prose";
import { QueryResult } from "../../ui/query-result";
import { lessonPath } from "../../url/paths";
import { useParam } from "../../url/view-params";
import { DaysToPublish } from "./days-to-publish";

type Queued = ReviewQueueQuery["reviewQueue"]["nodes"][number];

const PAGE_SIZE = 20;

export function ReviewsPage() {
  const mayCurate = useMay("CURATOR");
  const [whose, setWhose] = useParam("whose");
  const [after] = useParam("after");
  const everything = mayCurate && whose === "all";
  const query = useQuery(ReviewQueueDocument, { everything, first: PAGE_SIZE, after: after ?? null });
  return (
    <>
      <PageTitle>Lessons to review</PageTitle>
      <p class="lead">
        {mayCurate
          ? "Submitted lessons about topics of which you are a steward, and those about topics without a steward."
          : "Submitted lessons about topics of which you are a steward."}
      </p>
      {mayCurate && (
        <label class="checkbox">
          <input
            type="checkbox"
            checked={everything}
            onChange={({ currentTarget }) => setWhose(currentTarget.checked ? "all" : undefined)}
          />
          <span>Include lessons that are waiting for other stewards</span>
        </label>
      )}
      <QueryResult query={query}>
        {({ reviewQueue: { nodes, totalCount, pageInfo } }) => (
          <>
            <p class={totalCount ? "faint" : "empty"}>
              {totalCount ? `${plural(totalCount, "lesson")}, longest wait first` : "No lessons are waiting for your review."}
            </p>
            <ol class="lessons reviews">
              {nodes.map((item) => (
                <QueuedItem key={item.key} item={item} />
              ))}
            </ol>
            <Pager pageInfo={{ ...pageInfo, hasPreviousPage: false }} shown={nodes.length} total={totalCount} />
          </>
        )}
      </QueryResult>
      <DaysToPublish />
    </>
  );
}

function QueuedItem({ item: { lesson, ageInDays, stewards, checks } }: { item: Queued }) {
  const [isReturning, setReturning] = useState(false);
  if (!lesson) return null;
  const { title, topics, learners, project } = lesson;
  const details = [joinNames(learners.nodes.map(({ name }) => name)), project?.name, joinNames(topics.nodes.map(({ name }) => name))];
  return (
    <li>
      <h2>
        <Link href={lessonPath(lesson.id)}>{title}</Link>
      </h2>
      <p class="faint">{details.filter(Boolean).join(" · ")}</p>
      <p class="meta">
        {`${waitingText(ageInDays)} · ${stewards.length ? `for ${joinNames(stewards.map(({ name }) => name))}` : "no steward: curators review it"}`}
      </p>
      <details>
        <summary>Read it</summary>
        <Passage title="Recommendation" text={lesson.recommendation} />
        <Passage title="What happened" text={lesson.context} />
        <Passage title="What went well" text={lesson.wentWell} />
        <Passage title="What went wrong" text={lesson.wentWrong} />
        <UsefulnessChecks checks={checks} />
      </details>
      <div class="row actions">
        <PublishButton lesson={lesson} label={`Publish ${title}`} />
        <button type="button" aria-label={`Return with a question: ${title}`} onClick={() => setReturning(true)}>
          Return with a question
        </button>
      </div>
      {isReturning && <ReturnForm lesson={lesson} onClose={() => setReturning(false)} />}
    </li>
  );
}

function waitingText(days: number): string {
  return days ? `waiting for ${plural(days, "day")}` : "submitted today";
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
