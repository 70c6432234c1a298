/** The fields about what a reuse saved, and the input that they give. */
import type { FormErrors } from "./form";
import { Field } from "./form-field";

export const SAVINGS_LABELS = {
  hoursSaved: "Hours saved",
  note: "How it went",
  costAvoided: "Cost avoided",
  currency: "Currency",
};

export interface SavingsDraft {
  hoursSaved: string;
  note: string;
  costAvoided: string;
  currency: string;
}

interface Props {
  bind: (name: keyof SavingsDraft) => object;
  errors: FormErrors;
}

export function SavingsFields({ bind, errors }: Props) {
  return (
    <>
      <Field label={SAVINGS_LABELS.hoursSaved} name="hoursSaved" errors={errors} optional hint="Negative if hours were lost">
        <input inputMode="decimal" {...bind("hoursSaved")} />
      </Field>
      <div class="side-by-side">
        <Field label={SAVINGS_LABELS.costAvoided} name="costAvoided" errors={errors} optional>
          <input inputMode="decimal" {...bind("costAvoided")} />
        </Field>
        <Field label={SAVINGS_LABELS.currency} name="currency" errors={errors} optional hint="Needed with a cost">
          <input placeholder="EUR" {...bind("currency")} />
        </Field>
      </div>
      <Field label={SAVINGS_LABELS.note} name="note" errors={errors} optional>
        <textarea rows={2} {...bind("note")} />
      </Field>
    </>
  );
}

const NUMBER = /^-?\d+(\.\d+|,\d{1,2})?$/; // a comma with three digits after it may separate thousands
const NOT_A_NUMBER = "Write digits only, with a point for decimals: 12.5 or 3500.";

function withPoint(figure: string): string {
  return figure.trim().replace(",", ".");
}

export function savingsErrors({ hoursSaved, costAvoided, currency }: SavingsDraft): FormErrors {
  return {
    ...(hoursSaved && !NUMBER.test(hoursSaved.trim()) ? { hoursSaved: NOT_A_NUMBER } : {}),
    ...(costAvoided && !NUMBER.test(costAvoided.trim()) ? { costAvoided: NOT_A_NUMBER } : {}),
    ...(costAvoided.startsWith("-") ? { costAvoided: "A cost can't be negative." } : {}),
    ...(costAvoided && !/^[A-Za-z]{3}$/.test(currency.trim())
      ? { currency: "A cost needs its currency: three letters, such as EUR." }
      : {}),
  };
}

export function readSavings({ hoursSaved, note, costAvoided, currency }: SavingsDraft) {
  return {
    note: note.trim() || null,
    hoursSaved: hoursSaved ? Number(withPoint(hoursSaved)) : null,
    ...(costAvoided ? { costAvoided: withPoint(costAvoided), currency: currency.trim().toUpperCase() } : {}),
  };
}
