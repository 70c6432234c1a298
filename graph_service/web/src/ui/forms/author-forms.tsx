/** What authors do with a lesson that is not published, on its page and in the inbox: submit it, and answer a question about it. */
import { request, useQuery } from "../../api/graphql-client";
import { AnswerReturnDocument, type AnswerReturnInput, LessonReviewDocument, SubmitLessonDocument } from "../../generated/graphql";
import { ActingPersonField } from "../acting-person";
import type { Choice } from "../combobox/combobox-options";
import { Dialog } from "../dialog";
import { readProfile } from "../profile";
import { Prose } from "../prose";
import { reportChange } from "../undo";
import { ChangeButton } from "./change-button";
import { ChangeForm, useChangeForm } from "./change-form";
import type { FormErrors } from "./form";
import { Field } from "./form-field";
import { expected, noteErrors, noteHint, type ReviewedLesson } from "./review-forms";

export interface AuthoredLesson extends ReviewedLesson {
  recommendation?: string | null | undefined;
  context?: string | null | undefined;
}

interface SubmitProps {
  lesson: ReviewedLesson;
  /** The name of the button, where a page has several. */
  label?: string;
  /** Whether it is the primary button; not where the reader may publish the lesson. */
  isFirst?: boolean;
}

export function SubmitButton({ lesson, label, isFirst = true }: SubmitProps) {
  return (
    <ChangeButton
      {...(isFirst ? { class: "first" } : {})}
      {...(label ? { label } : {})}
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

export function AnswerForm({ lesson, onClose }: { lesson: AuthoredLesson; onClose: () => void }) {
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
function answerInput(lesson: AuthoredLesson, { answer, title, recommendation, context }: AnswerDraft, by: string): AnswerReturnInput {
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
