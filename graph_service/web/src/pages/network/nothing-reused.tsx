/** Leads on from a tab without anything to show. */
import { Link } from "wouter-preact";
import { linkWithView, useView } from "../../url/view-params";

export function NothingReused() {
  const { search } = useView();
  return (
    <p class="empty">
      <Link href={linkWithView("/", search)}>The overview</Link> says what is on record outside this period, and what to do first.
    </p>
  );
}
