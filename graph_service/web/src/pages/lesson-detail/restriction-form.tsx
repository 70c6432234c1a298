/** Who may read a lesson: everybody, or only its learners and the people and departments named here. */
import { useCaller } from "../../api/caller";
import { request } from "../../api/graphql-client";
import { LiftRestrictionDocument, RestrictLessonDocument } from "../../generated/graphql";
import { isUnpublished } from "../../text/lesson-status";
import type { Choice } from "../../ui/combobox/combobox-options";
import { DepartmentsCombobox, PeopleCombobox } from "../../ui/combobox/node-combobox";
import { Dialog } from "../../ui/dialog";
import { ChangeButton } from "../../ui/forms/change-button";
import { ChangeForm, useChangeForm } from "../../ui/forms/change-form";
import { reportChange } from "../../ui/undo";
import type { LessonData } from "./page";

const LABELS = { departments: "Departments that may read it", people: "People who may read it" };

interface Draft {
  departments: Choice[];
  people: Choice[];
}

/** Its learners may restrict a lesson, and administrators. */
export function useMayRestrict({ learners }: LessonData): boolean {
  const caller = useCaller();
  return caller?.role === "ADMINISTRATOR" || learners.nodes.some(({ id }) => id === caller?.person?.id);
}

export function RestrictionForm({ lesson, onClose }: { lesson: LessonData; onClose: () => void }) {
  const form = useChangeForm({
    draftKey: `restrict ${lesson.id}`,
    blank: (): Draft => ({
      departments: lesson.restrictedToDepartments.nodes.map(({ id, name }) => ({ id, name })),
      people: lesson.restrictedToPeople.nodes.map(({ id, name }) => ({ id, name })),
    }),
    readInput: ({ departments, people }) => ({
      lesson: lesson.id,
      departments: departments.map(({ id }) => id),
      people: people.map(({ id }) => id),
    }),
    validate: () => ({}),
    labels: LABELS,
    send: async (input) => {
      const { restrictLesson } = await request(RestrictLessonDocument, { input });
      onClose();
      reportChange(["Lesson restricted.", ...restrictLesson.warnings].join(" "), restrictLesson.activity);
    },
  });
  return (
    <Dialog title="Who may read this lesson" onClose={onClose}>
      <ChangeForm form={form} saveLabel="Restrict" onClose={onClose}>
        <p class="hint">
          Only its learners, and whoever you name here, can read the lesson and its reuses, or see that it exists. Figures still count it.
        </p>
        <DepartmentsCombobox {...form.choose("departments")} />
        <PeopleCombobox {...form.choose("people")} />
      </ChangeForm>
    </Dialog>
  );
}

export function LiftRestriction({ lesson: { id, status } }: { lesson: LessonData }) {
  return (
    <ChangeButton
      done={isUnpublished(status) ? "The restriction is lifted; its authors and reviewers can read it." : "Everybody can read the lesson."}
      change={async (idempotencyKey) => (await request(LiftRestrictionDocument, { input: { lesson: id, idempotencyKey } })).liftRestriction}
    >
      Let everybody read it
    </ChangeButton>
  );
}
