/** What is done with a lesson of the inbox: submit a draft, answer a question, review it, or say whether it tells a known problem. */
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { request } from "../../api/graphql-client";
import { DismissRecurrenceDocument, LinkRecurrenceDocument } from "../../generated/graphql";
import { AnswerForm, SubmitButton } from "../../ui/forms/author-forms";
import { ChangeButton } from "../../ui/forms/change-button";
import { PublishButton, ReturnForm } from "../../ui/forms/review-forms";
import { Prose } from "../../ui/prose";
import { lessonPath } from "../../url/paths";
import type { Item } from "./item";

type Lesson = NonNullable<Item["lesson"]>;

export function DraftActions({ lesson }: { lesson: Lesson }) {
  return (
    <div class="row actions">
      <SubmitButton lesson={lesson} label={`Submit for review: ${lesson.title}`} />
      <Link class="btn" href={lessonPath(lesson.id)} aria-label={`Finish it: ${lesson.title}`}>
        Finish it
      </Link>
    </div>
  );
}

export function AnswerActions({ lesson }: { lesson: Lesson }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div class="row actions">
      <button type="button" class="first" aria-label={`Answer: ${lesson.title}`} onClick={() => setOpen(true)}>
        Answer
      </button>
      {isOpen && <AnswerForm lesson={lesson} onClose={() => setOpen(false)} />}
    </div>
  );
}

export function ReviewActions({ lesson }: { lesson: Lesson }) {
  const [isReturning, setReturning] = useState(false);
  const { title, recommendation, context, wentWell, wentWrong } = lesson;
  const passages = { Recommendation: recommendation, "What happened": context, "What went well": wentWell, "What went wrong": wentWrong };
  return (
    <>
      <details>
        <summary>Read it</summary>
        {Object.entries(passages).map(
          ([name, text]) =>
            text && (
              <div key={name}>
                <h4>{name}</h4>
                <Prose text={text} />
              </div>
            ),
        )}
      </details>
      <div class="row actions">
        <PublishButton lesson={lesson} label={`Publish ${title}`} />
        <button type="button" aria-label={`Return with a question: ${title}`} onClick={() => setReturning(true)}>
          Return with a question
        </button>
        {isReturning && <ReturnForm lesson={lesson} onClose={() => setReturning(false)} />}
      </div>
    </>
  );
}

export function RepeatActions({ later, earlier }: { later: Lesson; earlier: NonNullable<Item["earlier"]> }) {
  const input = { lesson: later.id, recurrenceOf: earlier.id };
  return (
    <div class="row actions">
      <ChangeButton
        class="first"
        label={`Same problem: ${later.title}`}
        done="Saved as the same problem."
        change={async (idempotencyKey) => (await request(LinkRecurrenceDocument, { input: { ...input, idempotencyKey } })).linkRecurrence}
      >
        Same problem
      </ChangeButton>
      <ChangeButton
        label={`Not the same: ${later.title}`}
        done="Saved as not the same problem."
        change={async (idempotencyKey) =>
          (await request(DismissRecurrenceDocument, { input: { ...input, idempotencyKey } })).dismissRecurrence
        }
      >
        Not the same
      </ChangeButton>
      <Link class="btn" href={lessonPath(earlier.id)} aria-label={`Read the earlier one: ${earlier.title}`}>
        Read the earlier one
      </Link>
    </div>
  );
}
