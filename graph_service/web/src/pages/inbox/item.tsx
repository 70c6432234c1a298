/** One item of the inbox: what waits, since when, and the buttons with which it is done. */
import { Link } from "wouter-preact";
import type { InboxQuery } from "../../generated/graphql";
import { formatDay, plural } from "../../text/format";
import { Prose } from "../../ui/prose";
import { TaskButton } from "../../ui/task-button";
import { GateActions } from "./gate-actions";
import { AnswerActions, DraftActions, RepeatActions, ReviewActions } from "./lesson-actions";
import { PostponedActions } from "./postponed-actions";
import { ConfirmActions, JudgeActions } from "./reuse-actions";

export type Item = InboxQuery["inbox"]["sections"][number]["items"][number];

export function InboxItem({ item }: { item: Item }) {
  const { sentence, since, ageInDays, note, path } = item;
  return (
    <li>
      <h3>
        <Link href={path}>{sentence}</Link>
      </h3>
      {note && <Prose text={note} />}
      <p class="meta">{ageInDays ? `Waiting for ${plural(ageInDays, "day")}, since ${formatDay(since)}` : "Since today"}</p>
      <Actions item={item} />
    </li>
  );
}

function Actions({ item: { kind, lesson, earlier, reuse, project, phase, rundown, task } }: { item: Item }) {
  if (kind === "JUDGE" && reuse && lesson) return <JudgeActions reuse={reuse} title={lesson.title} />;
  if (kind === "CONFIRM" && reuse && lesson) return <ConfirmActions reuse={reuse} title={lesson.title} />;
  if (kind === "GATE" && project && phase) return <GateActions project={project} phase={phase} />;
  if (kind === "TASK" && task)
    return (
      <div class="row actions">
        <TaskButton id={task.id} title={task.title} isDone={false} />
      </div>
    );
  if (!lesson) return null;
  if (kind === "DRAFT") return <DraftActions lesson={lesson} />;
  if (kind === "RETURNED") return <AnswerActions lesson={lesson} />;
  if (kind === "REVIEW") return <ReviewActions lesson={lesson} />;
  if (kind === "REPEAT" && earlier) return <RepeatActions later={lesson} earlier={earlier} />;
  if (kind === "POSTPONED" && project && phase)
    return <PostponedActions lesson={lesson} project={project} phase={phase} rundown={rundown} />;
  return null;
}
