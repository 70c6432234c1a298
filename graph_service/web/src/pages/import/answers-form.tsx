/** What the files leave open: the order of days, unknown names, empty cells. */
import type { Answers } from "./import-client";
import { nounText } from "./import-texts";

const CREATABLE = ["departments", "people", "projects", "topics"];

interface Props {
  answers: Answers;
  mayImportAll: boolean;
  onChange: (answers: Answers) => void;
}

export function AnswersForm({ answers, mayImportAll, onChange }: Props) {
  const { create = [], order = "", since = "", missingDay, clear = false } = answers;
  const set = (part: Partial<Answers>) => onChange({ ...answers, ...part });
  return (
    <section aria-labelledby="choices">
      <h2 id="choices">How to read the files</h2>
      <div class="form">
        <fieldset>
          <legend>Create unknown names</legend>
          {CREATABLE.filter((noun) => mayImportAll || noun === "projects" || noun === "topics").map((noun) => (
            <Tick
              key={noun}
              label={nounText(noun)}
              checked={create.includes(noun)}
              onTick={(ticked) => set({ create: ticked ? [...create, noun] : create.filter((each) => each !== noun) })}
            />
          ))}
          <p class="hint">An unknown name that is not created is left out; a row that requires it is refused.</p>
        </fieldset>
        <label>
          <span>Order of day and month, if a column does not show it</span>
          <select value={order} onChange={({ currentTarget: { value } }) => onChange(withText(answers, "order", value))}>
            <option value="">ask me</option>
            <option value="day-first">day first: 31/12/2021</option>
            <option value="month-first">month first: 12/31/2021</option>
          </select>
        </label>
        <label>
          <span>First day of memberships without one</span>
          <input
            type="date"
            value={since === "always" ? "" : since}
            onChange={({ currentTarget: { value } }) => onChange(withText(answers, "since", value))}
          />
        </label>
        <Tick
          label="These people have always belonged to their department"
          checked={since === "always"}
          onTick={(ticked) => onChange(withText(answers, "since", ticked ? "always" : ""))}
        />
        <Tick
          label="Use the first day of the month if the day is missing"
          checked={missingDay === "first"}
          onTick={(ticked) => onChange(withText(answers, "missingDay", ticked ? "first" : ""))}
        />
        <Tick label="Empty cells remove values" checked={clear} onTick={(ticked) => set({ clear: ticked })} />
      </div>
    </section>
  );
}

function withText(answers: Answers, name: "order" | "since" | "missingDay", value: string): Answers {
  const { [name]: _, ...others } = answers;
  return value ? { ...others, [name]: value } : others;
}

function Tick({ label, checked, onTick }: { label: string; checked: boolean; onTick: (ticked: boolean) => void }) {
  return (
    <label class="checkbox">
      <input type="checkbox" checked={checked} onChange={({ currentTarget }) => onTick(currentTarget.checked)} />
      <span>{label}</span>
    </label>
  );
}
