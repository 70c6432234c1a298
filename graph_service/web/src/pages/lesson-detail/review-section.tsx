/** The review of a lesson that is not published: what was asked and answered, and what would make it more useful to others. */
import { useQuery } from "../../api/graphql-client";
import { LessonReviewDocument, type LessonReviewQuery } from "../../generated/graphql";
import { REVIEW_DECISION_LABELS } from "../../text/enum-labels";
import { capitalized, formatDay } from "../../text/format";
import { isUnpublished } from "../../text/lesson-status";
import { UsefulnessChecks } from "../../ui/forms/review-forms";
import { Prose } from "../../ui/prose";
import { QueryResult } from "../../ui/query-result";
import type { LessonData } from "./page";

type Review = LessonReviewQuery["lessonReviews"][number];

/** Nothing for readers who may not see the review, and for lessons that were published without one. */
export function ReviewSection({ lesson: { id, status } }: { lesson: LessonData }) {
  const query = useQuery(LessonReviewDocument, { lesson: id });
  const isOpen = isUnpublished(status);
  if (!isOpen && !query.data?.lessonReviews.length) return null;
  return (
    <section class="review" aria-labelledby="review">
      <h2 id="review">Review</h2>
      <QueryResult query={query}>
        {({ lessonReviews, lessonChecks }) => (
          <>
            <Conversation reviews={lessonReviews} isCollapsed={!isOpen} />
            {isOpen && <UsefulnessChecks checks={lessonChecks} />}
          </>
        )}
      </QueryResult>
    </section>
  );
}

function Conversation({ reviews, isCollapsed }: { reviews: readonly Review[]; isCollapsed: boolean }) {
  if (!reviews.length) return null;
  const steps = (
    <ol class="plain" aria-label="Steps of the review">
      {reviews.map((review) => (
        <li key={`${review.at} ${review.decision}`}>
          <b>{capitalized(REVIEW_DECISION_LABELS[review.decision])}</b>{" "}
          <span class="faint">{`by ${review.by?.name ?? "somebody"}, ${formatDay(review.at.slice(0, 10))}`}</span>
          {review.note && <Prose text={review.note} />}
        </li>
      ))}
    </ol>
  );
  if (!isCollapsed) return steps;
  return (
    <details>
      <summary>How it was reviewed</summary>
      {steps}
    </details>
  );
}
