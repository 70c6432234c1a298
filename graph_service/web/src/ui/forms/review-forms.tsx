/** What a reviewer does with a submitted lesson, on its page and in the queue: publish it, return it with a question, or refuse it. */
import { request } from "../../api/graphql-client";
import {
  type LessonReviewQuery,
  type LessonStatus,
  PublishLessonDocument,
  RetireLessonDocument,
  ReturnLessonDocument,
} from "../../generated/graphql";
import { USEFULNESS_CHECK_LABELS } from "../../text/enum-labels";
import { capitalized, formatNumber } from "../../text/format";
import { ActingPersonField } from "../acting-person";
import type { Choice } from "../combobox/combobox-options";
import { Dialog } from "../dialog";
import { readProfile } from "../profile";
import { reportChange } from "../undo";
import { ChangeButton } from "./change-button";
import { ChangeForm, useChangeForm } from "./change-form";
import type { FormErrors } from "./form";
import { Field } from "./form-field";

/** A lesson as the reader sees it: what they decide holds only for this version. */
export interface ReviewedLesson {
  id: string;
  title: string;
  status: LessonStatus;
  revisedAt?: string | null | undefined;
}

export const MAX_NOTE = 5_000; // characters of a question, an answer or a reason

/** The fields of an input that make the service refuse the change if somebody else was faster. */
export function expected({ status, revisedAt }: ReviewedLesson): { expectedStatus: LessonStatus; expectedRevisedAt: string | null } {
  return { expectedStatus: status, expectedRevisedAt: revisedAt ?? null };
}

export function noteHint(note: string, rest: string): string {
  return `${rest} ${note.length} of ${formatNumber(MAX_NOTE)} characters.`;
}

export function noteErrors(name: string, note: string, missing: string): FormErrors {
  if (!note.trim()) return { [name]: missing };
  return note.length > MAX_NOTE ? { [name]: `This has ${note.length} characters; the maximum is ${MAX_NOTE}.` } : {};
}

export function PublishButton({ lesson, label }: { lesson: ReviewedLesson; label?: string }) {
  const by = readProfile().person?.id ?? null;
  return (
    <ChangeButton
      class="first"
      {...(label ? { label } : {})}
      done="Lesson published."
      change={async (idempotencyKey) =>
        (await request(PublishLessonDocument, { input: { lesson: lesson.id, by, ...expected(lesson), idempotencyKey } })).publishLesson
      }
    >
      Publish
    </ChangeButton>
  );
}

interface NoteDraft {
  note: string;
  by: Choice | undefined;
}

interface FormProps {
  lesson: ReviewedLesson;
  onClose: () => void;
}

const RETURN_LABELS = { question: "Your question to its authors", by: "Who returns it" };

export function ReturnForm({ lesson, onClose }: FormProps) {
  const form = useChangeForm({
    draftKey: `return ${lesson.id}`,
    blank: (): NoteDraft => ({ note: "", by: readProfile().person }),
    readInput: ({ note, by }) => by && { lesson: lesson.id, question: note.trim(), by: by.id, ...expected(lesson) },
    validate: ({ note, by }): FormErrors => ({
      ...noteErrors("question", note, "Say what its authors should answer or change."),
      ...(by ? {} : { by: "Pick a person from the list." }),
    }),
    labels: RETURN_LABELS,
    names: () => ({ [lesson.id]: lesson.title }),
    send: async (input) => {
      const { returnLesson } = await request(ReturnLessonDocument, { input });
      onClose();
      reportChange("Lesson returned with a question.", returnLesson.activity);
    },
  });
  const { draft, bind, field, choose } = form;
  return (
    <Dialog title={`Return “${lesson.title}”`} onClose={onClose}>
      <ChangeForm form={form} saveLabel="Return" onClose={onClose}>
        <Field {...field("question")} hint={noteHint(draft.note, "Its authors answer it, and can change the lesson.")}>
          <textarea rows={4} {...bind("note")} />
        </Field>
        <ActingPersonField {...choose("by")} />
      </ChangeForm>
    </Dialog>
  );
}

const REFUSE_LABELS = { reason: "The reason, for its authors", by: "Who refuses it" };

export function RefuseForm({ lesson, onClose }: FormProps) {
  const form = useChangeForm({
    draftKey: `refuse ${lesson.id}`,
    blank: (): NoteDraft => ({ note: "", by: readProfile().person }),
    readInput: ({ note, by }) => by && { lesson: lesson.id, reason: note.trim(), by: by.id, ...expected(lesson) },
    validate: ({ note, by }): FormErrors => ({
      ...noteErrors("reason", note, "Say why it is not published."),
      ...(by ? {} : { by: "Pick a person from the list." }),
    }),
    labels: REFUSE_LABELS,
    names: () => ({ [lesson.id]: lesson.title }),
    send: async (input) => {
      const { retireLesson } = await request(RetireLessonDocument, { input });
      onClose();
      reportChange("Lesson refused.", retireLesson.activity);
    },
  });
  const { draft, bind, field, choose } = form;
  return (
    <Dialog title={`Refuse “${lesson.title}”`} onClose={onClose}>
      <ChangeForm form={form} saveLabel="Refuse" onClose={onClose}>
        <Field {...field("reason")} hint={noteHint(draft.note, "The lesson is retired without having been published.")}>
          <textarea rows={4} {...bind("note")} />
        </Field>
        <ActingPersonField {...choose("by")} />
      </ChangeForm>
    </Dialog>
  );
}

/** What would make a lesson more useful to others; what is missing first. */
export function UsefulnessChecks({ checks }: { checks: LessonReviewQuery["lessonChecks"] }) {
  const sorted = [...checks].sort((a, b) => Number(a.passed) - Number(b.passed));
  return (
    <ul class="plain checks" aria-label="What makes it useful to others">
      {sorted.map(({ check, passed, reason }) => (
        <li key={check}>
          <span class={passed ? "faint" : undefined}>
            {passed ? "✓" : "○"} {capitalized(USEFULNESS_CHECK_LABELS[check])}
          </span>
          {!passed && <span class="reason">{reason}</span>}
        </li>
      ))}
    </ul>
  );
}
