/** What is shown of an answer: that it is on its way, that it failed and why, or what it says. */
import type { ComponentChildren } from "preact";
import type { Answer } from "../api/graphql-client";

export function Show<R>({ answer, children }: { answer: Answer<R>; children: (data: R) => ComponentChildren }) {
  if (answer.error) {
    return (
      <div class="failed" role="alert">
        <p>
          <strong>This could not be shown.</strong> {answer.error.message}
        </p>
        <button type="button" onClick={answer.retry}>
          Try again
        </button>
      </div>
    );
  }
  if (answer.data === undefined) return <Waiting />;
  return (
    <div class={answer.loading ? "stale" : undefined} aria-busy={answer.loading}>
      {children(answer.data)}
    </div>
  );
}

/** Room for what comes, so that nothing jumps when it is there. */
export function Waiting() {
  return (
    <div class="waiting" role="status">
      <span class="unseen">Asking the service …</span>
      <div class="bone title" />
      <div class="bone" />
      <div class="bone" />
      <div class="bone picture" />
    </div>
  );
}
