/** What can be done next with a lesson that is not published: submit it, answer a question about it, return it, publish it. */
import { useState } from "preact/hooks";
import { useMay, useOnlyActsFor } from "../../api/caller";
import { AnswerForm, SubmitButton } from "../../ui/forms/author-forms";
import { PublishButton, RefuseForm, ReturnForm } from "../../ui/forms/review-forms";
import type { LessonData } from "./page";

/** Whether a person learned the lesson or recorded it. */
export function isAuthor({ learners, recordedBy }: LessonData, person: string | undefined): boolean {
  return [...learners.nodes, ...recordedBy.nodes].some(({ id }) => id === person);
}

/** Whether a person is a steward of one of its topics today. */
export function isSteward({ topics }: LessonData, person: string | undefined): boolean {
  return topics.nodes.some(({ stewards }) => stewards.nodes.some(({ id }) => id === person));
}

interface Props {
  lesson: LessonData;
  isAuthor: boolean;
  mayPublish: boolean;
}

export function ReviewActions({ lesson, isAuthor: isOwn, mayPublish }: Props) {
  const [form, setForm] = useState<"answer" | "return" | "refuse">();
  const only = useOnlyActsFor();
  const mayCurate = useMay("CURATOR");
  const { status } = lesson;
  const mayReview = !only || isSteward(lesson, only.id);
  const close = () => setForm(undefined);
  return (
    <div class="stack">
      {status === "RETURNED" && isOwn && (
        <button type="button" class="first" onClick={() => setForm("answer")}>
          Answer
        </button>
      )}
      {mayPublish && <PublishButton lesson={lesson} />}
      {status === "DRAFT" && isOwn && <SubmitButton lesson={lesson} isFirst={!mayPublish} />}
      {!mayPublish && <p class="meta">{status === "DRAFT" ? WHO_REVIEWS : "A steward of its topics or a curator publishes it."}</p>}
      {status === "SUBMITTED" && mayReview && (
        <button type="button" onClick={() => setForm("return")}>
          Return with a question
        </button>
      )}
      {mayCurate && (
        <button type="button" class="quiet" onClick={() => setForm("refuse")}>
          Refuse
        </button>
      )}
      {form === "answer" && <AnswerForm lesson={lesson} onClose={close} />}
      {form === "return" && <ReturnForm lesson={lesson} onClose={close} />}
      {form === "refuse" && <RefuseForm lesson={lesson} onClose={close} />}
    </div>
  );
}

const WHO_REVIEWS = "When you have submitted it, a steward of its topics or a curator reviews and publishes it.";
