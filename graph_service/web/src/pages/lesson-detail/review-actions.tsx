/** What can be done next with a lesson that is not published: submit it, answer a question about it, return it, publish it. */
import { useState } from "preact/hooks";
import { useMay, useOnlyActsFor } from "../../api/caller";
import { request, useQuery } from "../../api/graphql-client";
import { AnswerReturnDocument, type AnswerReturnInput, LessonReviewDocument, SubmitLessonDocument } from "../../generated/graphql";
import { ActingPersonField } from "../../ui/acting-person";
import { ChangeButton } from "../../ui/change-button";
import { ChangeForm, useChangeForm } from "../../ui/change-form";
import type { Choice } from "../../ui/combobox-options";
import { Dialog } from "../../ui/dialog";
import type { FormErrors } from "../../ui/form";
import { Field } from "../../ui/form-field";
import { readProfile } from "../../ui/profile";
import { Prose } from "../../ui/prose";
import { expected, noteErrors, noteHint, PublishButton, RefuseForm, ReturnForm } from "../../ui/review-forms";
import { reportChange } from "../../ui/undo";
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
      {status === "DRAFT" && isOwn && <SubmitButton lesson={lesson} />}
      {mayPublish && <PublishButton lesson={lesson} />}
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

function SubmitButton({ lesson }: { lesson: LessonData }) {
  return (
    <ChangeButton
      class="first"
      done="Lesson submitted for review."
      change={async (idempotencyKey) =>
        (await request(SubmitLessonDocument, { input: { lesson: lesson.id, ...expected(lesson), idempotencyKey } })).submitLesson
      }
    >
      Submit for review
    </ChangeButton>
  );
}

interface AnswerDraft {
  answer: string;
  by: Choice | undefined;
  title: string;
  recommendation: string;
  context: string;
}

const ANSWER_LABELS = {
  answer: "Your answer",
  by: "Who answers",
  title: "Title, in one sentence",
  recommendation: "What we recommend",
  context: "What happened",
};

function AnswerForm({ lesson, onClose }: { lesson: LessonData; onClose: () => void }) {
  const query = useQuery(LessonReviewDocument, { lesson: lesson.id });
  const question = query.data?.lessonReviews.filter(({ decision }) => decision === "RETURNED").at(-1);
  const form = useChangeForm({
    draftKey: `answer ${lesson.id}`,
    blank: (): AnswerDraft => ({
      answer: "",
      by: readProfile().person,
      title: lesson.title,
      recommendation: lesson.recommendation ?? "",
      context: lesson.context ?? "",
    }),
    readInput: (draft) => draft.by && answerInput(lesson, draft, draft.by.id),
    validate: (draft): FormErrors => ({
      ...noteErrors("answer", draft.answer, "Answer the question."),
      ...(draft.by ? {} : { by: "Pick a person from the list." }),
      ...(draft.title.trim() ? {} : { title: "Say in one sentence what was learned." }),
    }),
    labels: ANSWER_LABELS,
    names: () => ({ [lesson.id]: lesson.title }),
    send: async (input) => {
      const { answerReturn } = await request(AnswerReturnDocument, { input });
      onClose();
      reportChange(["Answer saved; the lesson is submitted again.", ...answerReturn.warnings].join(" "), answerReturn.activity);
    },
  });
  const { draft, bind, field, choose } = form;
  return (
    <Dialog title="Answer the question" onClose={onClose}>
      <ChangeForm form={form} saveLabel="Answer and submit again" onClose={onClose}>
        {question?.note && (
          <blockquote>
            <p class="meta">{`${question.by?.name ?? "Somebody"} asked:`}</p>
            <Prose text={question.note} />
          </blockquote>
        )}
        <Field {...field("answer")} hint={noteHint(draft.answer, "The reviewers read it; the lesson itself is below.")}>
          <textarea rows={3} {...bind("answer")} />
        </Field>
        <ActingPersonField {...choose("by")} />
        <Field {...field("title")}>
          <input {...bind("title")} />
        </Field>
        <Field {...field("recommendation")} optional>
          <textarea rows={3} {...bind("recommendation")} />
        </Field>
        <Field {...field("context")} optional>
          <textarea rows={3} {...bind("context")} />
        </Field>
      </ChangeForm>
    </Dialog>
  );
}

/** Only the texts that were changed are sent. */
function answerInput(lesson: LessonData, { answer, title, recommendation, context }: AnswerDraft, by: string): AnswerReturnInput {
  return {
    lesson: lesson.id,
    answer: answer.trim(),
    by,
    ...expected(lesson),
    ...(title.trim() === lesson.title ? {} : { title: title.trim() }),
    ...(recommendation === (lesson.recommendation ?? "") ? {} : { recommendation: recommendation.trim() || null }),
    ...(context === (lesson.context ?? "") ? {} : { context: context.trim() || null }),
  };
}
