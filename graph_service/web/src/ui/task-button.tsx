/** The button that marks a task as done, or as open again. */
import { request } from "../api/graphql-client";
import { CloseTaskDocument, ReopenTaskDocument } from "../generated/graphql";
import { ChangeButton } from "./forms/change-button";

export function TaskButton({ id, title, isDone }: { id: string; title: string; isDone: boolean }) {
  const name = isDone ? "Open again" : "Mark as done";
  return (
    <ChangeButton
      class={isDone ? "quiet" : "first"}
      label={`${name}: ${title}`}
      done={isDone ? "The task is open again." : "The task is done."}
      change={async (idempotencyKey) => {
        const input = { task: id, idempotencyKey };
        return isDone ? (await request(ReopenTaskDocument, { input })).reopenTask : (await request(CloseTaskDocument, { input })).closeTask;
      }}
    >
      {name}
    </ChangeButton>
  );
}
