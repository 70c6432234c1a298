/** The last step: what was imported, and where to see it. */
import { Link } from "wouter-preact";
import type { ImportJob } from "./import-client";
import { Outcome } from "./outcome";

export function Result({ job: { review } }: { job: ImportJob }) {
  if (!review) return null;
  return (
    <>
      <p class="row">
        <Link class="btn first" href="/lessons?span=all">
          See the lessons
        </Link>
        <Link class="btn" href="/people">
          See the people
        </Link>
      </p>
      <Outcome review={review} isDone />
    </>
  );
}
