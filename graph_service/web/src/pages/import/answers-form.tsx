/** What the files leave open: the order of days, unknown names, empty cells. */
import type { Answers } from "./import-client";
import { nounText } from "./words";

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
      <h2 id="choices">How it is read</h2>
      <div class="form">
        <fieldset>
          <legend>Create what is unknown</legend>
          {CREATABLE.filter((noun) => mayImportAll || noun === "projects" || noun === "topics").map((noun) => (
            <Tick
              key={noun}
              label={nounText(noun)}
              checked={create.includes(noun)}
              onTick={(ticked) => set({ create: ticked ? [...create, noun] : create.filter((each) => each !== noun) })}
            />
          ))}
          <p class="hint">Rows that name what is unknown and not created are refused.</p>
        </fieldset>
        <label>
          <span>Order of day and month, where a column does not show it</span>
          <select value={order} onChange={({ currentTarget: { value } }) => onChange(withText(answers, "order", value))}>
            <option value="">ask me</option>
            <option value="day-first">day first: 31/12/2021</option>
            <option value="month-first">month first: 12/31/2021</option>
          </select>
        </label>
        <label>
          <span>First day of memberships that have none</span>
          <input
            type="date"
            value={since === "always" ? "" : since}
            onChange={({ currentTarget: { value } }) => onChange(withText(answers, "since", value))}
          />
        </label>
        <Tick
          label="These memberships have no gap: from the beginning"
          checked={since === "always"}
          onTick={(ticked) => onChange(withText(answers, "since", ticked ? "always" : ""))}
        />
        <Tick
          label="Take the first day of the month where a day is missing"
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
