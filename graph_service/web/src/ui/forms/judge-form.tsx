/** The forms about one reuse: did the lesson help, and did somebody else see the reuse. */
import { request } from "../../api/graphql-client";
import { ConfirmReuseDocument, JudgeReuseDocument, type Outcome } from "../../generated/graphql";
import { OUTCOME_LABELS } from "../../text/enum-labels";
import { ActingPersonField } from "../acting-person";
import type { Choice } from "../combobox/combobox-options";
import { Dialog } from "../dialog";
import { readProfile } from "../profile";
import { reportChange } from "../undo";
import { ChangeForm, useChangeForm } from "./change-form";
import type { FormErrors } from "./form";
import { FieldError } from "./form-field";
import { readSavings, SAVINGS_LABELS, type SavingsDraft, SavingsFields, savingsErrors } from "./savings-fields";

export interface JudgedReuse {
  id: string;
  outcome?: Outcome | null | undefined;
  hoursSaved?: number | null | undefined;
  note?: string | null | undefined;
  costAvoided?: string | null | undefined;
  currency?: string | null | undefined;
  person?: Choice | null | undefined;
  project: { name: string };
}

interface Props {
  reuse: JudgedReuse;
  onClose: () => void;
}

interface JudgeDraft extends SavingsDraft {
  by: Choice | undefined;
  outcome: Outcome | "";
}

const JUDGE_LABELS = { outcome: "Did the lesson help?", by: "Who says so", ...SAVINGS_LABELS };
const PICK_PERSON = "Pick a person from the list.";

export function JudgeForm({ reuse, onClose }: Props) {
  const form = useChangeForm({
    draftKey: `judge ${reuse.id}`,
    blank: (): JudgeDraft => ({
      by: readProfile().person,
      outcome: reuse.outcome ?? "",
      hoursSaved: String(reuse.hoursSaved ?? ""),
      note: reuse.note ?? "",
      costAvoided: reuse.costAvoided ?? "",
      currency: reuse.currency ?? "",
    }),
    readInput: (draft) =>
      draft.by && draft.outcome
        ? { reuse: reuse.id, by: draft.by.id, outcome: draft.outcome, costAvoided: null, currency: null, ...readSavings(draft) }
        : undefined,
    validate: (draft): FormErrors => ({
      ...(draft.outcome ? {} : { outcome: "Choose one of the three." }),
      ...(draft.by ? {} : { by: PICK_PERSON }),
      ...savingsErrors(draft),
    }),
    labels: JUDGE_LABELS,
    send: async (input) => {
      const { judgeReuse } = await request(JudgeReuseDocument, { input });
      onClose();
      reportChange(["Rating saved.", ...judgeReuse.warnings].join(" "), judgeReuse.activity);
    },
  });
  const { draft, update, bind, choose, errors } = form;
  return (
    <Dialog title={reuseTitle(reuse)} onClose={onClose}>
      <ChangeForm form={form} saveLabel="Save rating" onClose={onClose}>
        <fieldset class="field">
          <legend>{JUDGE_LABELS.outcome}</legend>
          <div class="segments">
            {(Object.entries(OUTCOME_LABELS) as [Outcome, string][]).map(([value, label]) => (
              <label key={value}>
                <input
                  type="radio"
                  name="outcome"
                  checked={draft.outcome === value}
                  aria-describedby={errors.outcome ? "outcome-error" : undefined}
                  aria-invalid={errors.outcome ? "true" : undefined}
                  onChange={() => update({ outcome: value })}
                />
                <span>{label}</span>
              </label>
            ))}
          </div>
          <FieldError id="outcome-error" error={errors.outcome} />
        </fieldset>
        <ActingPersonField {...choose("by")} />
        <SavingsFields bind={bind} errors={errors} />
      </ChangeForm>
    </Dialog>
  );
}

const CONFIRM_LABELS = { by: "Who confirms it" };

export function ConfirmForm({ reuse, onClose }: Props) {
  const form = useChangeForm({
    draftKey: `confirm ${reuse.id}`,
    blank: (): { by: Choice | undefined } => ({ by: otherThanReporter(reuse) }),
    readInput: ({ by }) => by && { reuse: reuse.id, by: by.id },
    validate: ({ by }): FormErrors => {
      if (!by) return { by: PICK_PERSON };
      return by.id === reuse.person?.id ? { by: `${reuse.person.name} reported this reuse; somebody else must confirm it.` } : {};
    },
    labels: CONFIRM_LABELS,
    send: async (input) => {
      const { confirmReuse } = await request(ConfirmReuseDocument, { input });
      onClose();
      reportChange("Reuse confirmed.", confirmReuse.activity);
    },
  });
  return (
    <Dialog title={reuseTitle(reuse)} onClose={onClose}>
      <ChangeForm form={form} saveLabel="Confirm" onClose={onClose}>
        <p class="hint">Confirm that the lesson was used as reported. Figures are marked as confirmed only after that.</p>
        <ActingPersonField {...form.choose("by")} />
      </ChangeForm>
    </Dialog>
  );
}

function otherThanReporter({ person }: JudgedReuse): Choice | undefined {
  const me = readProfile().person;
  return me?.id === person?.id ? undefined : me;
}

/** "Reuse by Lena Hofstetter on Electric bus depot". */
function reuseTitle({ person, project }: JudgedReuse): string {
  return `Reuse ${person ? `by ${person.name} ` : ""}on ${project.name}`;
}
