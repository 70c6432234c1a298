/** "I reused this": who, on which project, and whether it helped. */
import { useState } from "preact/hooks";
import { ask } from "../../api/graphql-client";
import { type Outcome, RecordReuseDocument, type RecordReuseInput } from "../../generated/graphql";
import { keep, recall } from "../../storage";
import { type Chosen, PersonChoice, ProjectChoice } from "../../ui/combobox";
import { today, useDraft, useSending } from "../../ui/form";
import { Field, RefusedElsewhere, Warnings } from "../../ui/form-field";

const SHOWN = ["person", "project", "hoursSaved", "note", "costAvoided", "currency", "reusedOn"];

interface Draft {
  person: Chosen | undefined;
  project: Chosen | undefined;
  outcome: Outcome | "";
  hoursSaved: string;
  note: string;
  costAvoided: string;
  currency: string;
  reusedOn: string;
}

interface Props {
  lesson: string;
  /** What the lesson's reuses were counted in before. */
  currency?: string | undefined;
  onDone: () => void;
}

export function Reused({ lesson, currency = "", onDone }: Props) {
  const [open, setOpen] = useState(false);
  const { draft, change, forget } = useDraft<Draft>(`reuse ${lesson}`, () => ({ ...blank(), currency }));
  const sending = useSending(
    () => inputOf(lesson, draft),
    async (input) => {
      const { recordReuse } = await ask(RecordReuseDocument, { input });
      keep("localStorage", "recorder", draft.person);
      forget();
      setOpen(false);
      onDone();
      return recordReuse;
    },
  );
  if (!open) {
    return (
      <>
        <p>
          <button type="button" class="main" onClick={() => setOpen(true)}>
            I reused this
          </button>{" "}
          {sending.done && <span role="status">Thank you, it is recorded.</span>}
        </p>
        <Warnings warnings={sending.done?.warnings ?? []} />
      </>
    );
  }
  const { refused } = sending;
  const typed = (name: "hoursSaved" | "note" | "costAvoided" | "currency" | "reusedOn") => ({
    value: draft[name],
    onInput: ({ currentTarget }: { currentTarget: { value: string } }) => change({ [name]: currentTarget.value }),
  });
  return (
    <form class="record note" aria-label="I reused this" {...sending.form}>
      <PersonChoice
        label="Who reused it"
        name="person"
        refused={refused}
        chosen={draft.person}
        onChoose={(person) => change({ person })}
        required
      />
      <ProjectChoice
        label="On which project"
        name="project"
        refused={refused}
        chosen={draft.project}
        onChoose={(project) => change({ project })}
        required
      />
      <label>
        <span>What came of it?</span>
        <select value={draft.outcome} onChange={({ currentTarget }) => change({ outcome: currentTarget.value as Draft["outcome"] })}>
          <option value="">not known yet</option>
          <option value="HELPED">it helped</option>
          <option value="NO_EFFECT">it had no effect</option>
          <option value="BACKFIRED">it did harm</option>
        </select>
      </label>
      <details>
        <summary>More: what it saved, how it went …</summary>
        <div class="record">
          <Field label="Hours saved (minus for lost)" name="hoursSaved" refused={refused}>
            <input type="number" step="any" {...typed("hoursSaved")} />
          </Field>
          <Field label="How it went" name="note" refused={refused}>
            <textarea rows={2} {...typed("note")} />
          </Field>
          <div class="beside-each-other">
            <Field label="Cost avoided" name="costAvoided" refused={refused}>
              <input type="number" min="0" step="any" {...typed("costAvoided")} />
            </Field>
            <Field label="Currency" name="currency" refused={refused}>
              <input
                pattern="[A-Za-z]{3}"
                maxLength={3}
                placeholder="EUR"
                required={draft.costAvoided !== ""}
                title="Three letters, like EUR"
                {...typed("currency")}
              />
            </Field>
          </div>
          <Field label="When, if not today" name="reusedOn" refused={refused}>
            <input type="date" max={today()} {...typed("reusedOn")} />
          </Field>
        </div>
      </details>
      <RefusedElsewhere fields={SHOWN} refused={refused} />
      <p>
        <button type="submit" class="main" disabled={sending.busy}>
          {sending.busy ? "Recording …" : "Record it"}
        </button>{" "}
        <button type="button" onClick={() => setOpen(false)}>
          Cancel
        </button>
      </p>
    </form>
  );
}

function blank(): Omit<Draft, "currency"> {
  return {
    person: recall<Chosen>("localStorage", "recorder"),
    project: undefined,
    outcome: "",
    hoursSaved: "",
    note: "",
    costAvoided: "",
    reusedOn: "",
  };
}

/** Nothing while somebody or the project is still to be chosen, which their fields say. */
function inputOf(lesson: string, draft: Draft): RecordReuseInput | undefined {
  if (!draft.person || !draft.project) return undefined;
  return {
    lesson,
    person: draft.person.id,
    project: draft.project.id,
    outcome: draft.outcome || null,
    note: draft.note.trim() || null,
    hoursSaved: draft.hoursSaved ? Number(draft.hoursSaved) : null,
    reusedOn: draft.reusedOn || null,
    ...(draft.costAvoided ? { costAvoided: draft.costAvoided, currency: draft.currency.toUpperCase() } : {}),
  };
}
