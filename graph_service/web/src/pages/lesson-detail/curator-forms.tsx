/** What a curator can correct about a lesson: its publication, and its relations to other lessons. */
import { request } from "../../api/graphql-client";
import { CorrectPublicationDocument, LinkRecurrenceDocument, SupersedeLessonDocument } from "../../generated/graphql";
import { formatDate } from "../../text/format";
import type { Choice } from "../../ui/combobox/combobox-options";
import { LessonCombobox } from "../../ui/combobox/node-combobox";
import { Dialog } from "../../ui/dialog";
import { ChangeForm, useChangeForm } from "../../ui/forms/change-form";
import { dayError } from "../../ui/forms/draft-dates";
import { type FormErrors, today } from "../../ui/forms/form";
import { Field } from "../../ui/forms/form-field";
import { reportChange } from "../../ui/undo";
import type { LessonData } from "./page";

interface Props {
  lesson: LessonData;
  onClose: () => void;
}

const PUBLICATION_LABELS = { publishedOn: "Published on" };

export function PublicationForm({ lesson, onClose }: Props) {
  const { id, learnedOn, publishedOn } = lesson;
  const form = useChangeForm({
    draftKey: `publication ${id}`,
    blank: () => ({ publishedOn: publishedOn ?? "" }),
    readInput: ({ publishedOn }) => ({ lesson: id, publishedOn }),
    validate: (draft) => publicationErrors(draft.publishedOn, learnedOn),
    labels: PUBLICATION_LABELS,
    send: async (input) => {
      const { correctPublication } = await request(CorrectPublicationDocument, { input });
      onClose();
      reportChange(["Publication date saved.", ...correctPublication.warnings].join(" "), correctPublication.activity);
    },
  });
  return (
    <Dialog title="Correct the publication date" onClose={onClose}>
      <ChangeForm form={form} saveLabel="Save" onClose={onClose}>
        <Field {...form.field("publishedOn")} hint={`Learned on ${formatDate(learnedOn)}`}>
          <input type="date" min={learnedOn} max={today()} {...form.bind("publishedOn")} />
        </Field>
      </ChangeForm>
    </Dialog>
  );
}

function publicationErrors(publishedOn: string, learnedOn: string): FormErrors {
  const day = dayError(publishedOn);
  if (day) return { publishedOn: day };
  return publishedOn < learnedOn
    ? { publishedOn: `This lesson was learned on ${formatDate(learnedOn)}; it can't be published earlier.` }
    : {};
}

interface OtherDraft {
  other: Choice | undefined;
}

function otherErrors({ other }: OtherDraft, field: string, lesson: LessonData): FormErrors {
  if (!other) return { [field]: "Pick a lesson from the list." };
  return other.id === lesson.id ? { [field]: "This is the lesson itself. Pick another one." } : {};
}

const SUPERSEDE_LABELS = { lesson: "The lesson that replaces it" };

export function SupersedeForm({ lesson, onClose }: Props) {
  const form = useChangeForm({
    draftKey: `supersede ${lesson.id}`,
    blank: (): OtherDraft => ({ other: undefined }),
    readInput: ({ other }) => other && { lesson: other.id, supersedes: lesson.id },
    validate: (draft) => otherErrors(draft, "lesson", lesson),
    labels: SUPERSEDE_LABELS,
    names: () => ({ [lesson.id]: lesson.title }),
    send: async (input) => {
      const { supersedeLesson } = await request(SupersedeLessonDocument, { input });
      onClose();
      reportChange(["Lesson replaced.", ...supersedeLesson.warnings].join(" "), supersedeLesson.activity);
    },
  });
  return (
    <Dialog title="Replaced by another lesson" onClose={onClose}>
      <ChangeForm form={form} saveLabel="Replace" onClose={onClose}>
        <p class="hint">This lesson is retired today, and its page leads to the new one.</p>
        <LessonCombobox {...form.field("lesson")} chosen={form.draft.other} onChoose={(other) => form.update({ other })} />
      </ChangeForm>
    </Dialog>
  );
}

const RECURRENCE_LABELS = { recurrenceOf: "The earlier lesson" };

export function RecurrenceForm({ lesson, onClose }: Props) {
  const form = useChangeForm({
    draftKey: `recurrence ${lesson.id}`,
    blank: (): OtherDraft & { althoughDismissed: boolean } => ({ other: undefined, althoughDismissed: false }),
    readInput: ({ other, althoughDismissed }) => other && { lesson: lesson.id, recurrenceOf: other.id, althoughDismissed },
    validate: (draft) => otherErrors(draft, "recurrenceOf", lesson),
    labels: RECURRENCE_LABELS,
    names: () => ({ [lesson.id]: lesson.title }),
    send: async (input) => {
      const { linkRecurrence } = await request(LinkRecurrenceDocument, { input });
      onClose();
      reportChange(["Saved as the same problem.", ...linkRecurrence.warnings].join(" "), linkRecurrence.activity);
    },
  });
  const { draft, update, errors } = form;
  const wasDismissed = draft.althoughDismissed || /dismissed/.test(errors.recurrenceOf ?? "");
  return (
    <Dialog title="Same problem as an earlier lesson" onClose={onClose}>
      <ChangeForm form={form} saveLabel="Save" onClose={onClose}>
        <p class="hint">The problem of the earlier lesson came back in this one.</p>
        <LessonCombobox
          label={RECURRENCE_LABELS.recurrenceOf}
          name="recurrenceOf"
          errors={wasDismissed && !draft.althoughDismissed ? { recurrenceOf: "Somebody marked this as not the same problem." } : errors}
          chosen={draft.other}
          onChoose={(other) => update({ other, althoughDismissed: false })}
        />
        {wasDismissed && (
          <label class="checkbox">
            <input
              type="checkbox"
              checked={draft.althoughDismissed}
              onChange={({ currentTarget }) => update({ althoughDismissed: currentTarget.checked })}
            />
            <span>It is the same problem after all</span>
          </label>
        )}
      </ChangeForm>
    </Dialog>
  );
}
