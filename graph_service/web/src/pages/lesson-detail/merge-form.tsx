/** Merges another lesson into this one: the texts of both are put together, and a curator edits them before they are saved. */
import { useState } from "preact/hooks";
import { request, useQuery } from "../../api/graphql-client";
import { MergedLessonDocument, type MergedLessonQuery, MergeLessonsDocument } from "../../generated/graphql";
import { combineTexts, type MergedTexts, TEXT_NAMES } from "../../text/merged-texts";
import type { Choice } from "../../ui/combobox/combobox-options";
import { UnpublishedLessonCombobox } from "../../ui/combobox/node-combobox";
import { Dialog } from "../../ui/dialog";
import { ChangeForm, useChangeForm } from "../../ui/forms/change-form";
import { Field } from "../../ui/forms/form-field";
import { expected } from "../../ui/forms/review-forms";
import { readProfile } from "../../ui/profile";
import { QueryResult } from "../../ui/query-result";
import { reportChange } from "../../ui/undo";
import type { LessonData } from "./page";

type Other = NonNullable<MergedLessonQuery["lesson"]>;

const LABELS = {
  title: "Title, in one sentence",
  recommendation: "What we recommend",
  context: "What happened",
  wentWell: "What went well",
  wentWrong: "What went wrong",
};

export function MergeForm({ lesson, onClose }: { lesson: LessonData; onClose: () => void }) {
  const [other, setOther] = useState<Choice>();
  const query = useQuery(MergedLessonDocument, other && { id: other.id });
  const errors = other?.id === lesson.id ? { merged: "This is the lesson itself. Pick another one." } : {};
  return (
    <Dialog title={`Merge into “${lesson.title}”`} onClose={onClose}>
      <div class="form">
        <UnpublishedLessonCombobox label="The other draft" name="merged" errors={errors} chosen={other} onChoose={setOther} />
      </div>
      {other && other.id !== lesson.id ? (
        <QueryResult query={query}>
          {(data) => (data.lesson ? <Texts key={data.lesson.id} lesson={lesson} other={data.lesson} onClose={onClose} /> : null)}
        </QueryResult>
      ) : (
        <p class="hint">This lesson gets the people, the topics and the links of both. The other one is retired and keeps its texts.</p>
      )}
    </Dialog>
  );
}

function Texts({ lesson, other, onClose }: { lesson: LessonData; other: Other; onClose: () => void }) {
  const form = useChangeForm({
    draftKey: `merge ${lesson.id} ${other.id}`,
    blank: (): MergedTexts => combineTexts(lesson, other),
    readInput: (draft) => ({
      lesson: lesson.id,
      merged: other.id,
      by: readProfile().person?.id ?? null,
      ...expected(lesson),
      expectedMergedRevisedAt: other.revisedAt ?? null,
      title: draft.title.trim(),
      recommendation: draft.recommendation.trim() || null,
      context: draft.context.trim() || null,
      wentWell: draft.wentWell.trim() || null,
      wentWrong: draft.wentWrong.trim() || null,
    }),
    validate: ({ title }) => (title.trim() ? {} : { title: "Say in one sentence what was learned." }),
    labels: LABELS,
    names: () => ({ [lesson.id]: lesson.title, [other.id]: other.title }),
    send: async (input) => {
      const { mergeLessons } = await request(MergeLessonsDocument, { input });
      onClose();
      reportChange(["Lessons merged.", ...mergeLessons.warnings].join(" "), mergeLessons.activity);
    },
  });
  return (
    <ChangeForm form={form} saveLabel="Merge" onClose={onClose}>
      <p class="hint">{`The texts of both, this lesson’s first. The title of the other one is “${other.title}”.`}</p>
      <Field {...form.field("title")}>
        <input {...form.bind("title")} />
      </Field>
      {TEXT_NAMES.map((name) => (
        <Field key={name} {...form.field(name)} optional>
          <textarea rows={4} {...form.bind(name)} />
        </Field>
      ))}
    </ChangeForm>
  );
}
