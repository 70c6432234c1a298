/** How many lessons wait for the reader's review, with a link to them; nothing if none do. */
import { Link } from "wouter-preact";
import { useMay } from "../../api/caller";
import { useQuery } from "../../api/graphql-client";
import { WaitingReviewsDocument } from "../../generated/graphql";
import { plural } from "../../text/format";

export function WaitingReviews() {
  const mayReview = useMay("CONTRIBUTOR");
  const { data } = useQuery(WaitingReviewsDocument, mayReview ? {} : undefined);
  const count = data?.reviewQueue.totalCount ?? 0;
  if (!count) return null;
  return (
    <p class="note">
      <Link href="/reviews">{plural(count, "lesson waits", "lessons wait")}</Link> for your review.
    </p>
  );
}
