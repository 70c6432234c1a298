/** What every page is narrowed by: the window, the level of the organisation, and the topic. */
import { useState } from "preact/hooks";
import { useFrame } from "../api/directory";
import type { FrameQuery } from "../generated/graphql";
import { listed, plural } from "../text/format";
import { type Days, monthsBefore, SPANS, shifted, tomorrow, USUAL, useView } from "../url/view-params";

export function Looking() {
  const { search, view, set } = useView();
  const given = new URLSearchParams(search);
  const { data } = useFrame();
  const [open, setOpen] = useState(false);
  const own = given.has("from");
  const levels = data ? levelLabels(data.departments.nodes) : [];
  const level = view.level === undefined ? "" : String(Math.min(view.level, Math.max(levels.length - 1, view.level)));
  const topic = data?.topics.nodes.find(({ id }) => id === view.topic)?.name;
  const said = [
    own && view.window ? spoken(view.window) : SPANS[(given.get("span") ?? USUAL) as keyof typeof SPANS],
    view.level === undefined ? "each department" : levels[view.level],
    topic ?? "all topics",
  ];
  return (
    <div class={open ? "looking open" : "looking"}>
      <button type="button" class="quiet fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        {said.filter(Boolean).join(" · ")}
      </button>
      <form aria-label="What is looked at" onSubmit={(event) => event.preventDefault()}>
        <label>
          <span>Time</span>
          <select
            value={own ? "own" : (given.get("span") ?? USUAL)}
            onChange={({ currentTarget: { value } }) =>
              set(
                value === "own"
                  ? { ...(view.window ?? { from: monthsBefore(tomorrow(), 12), to: tomorrow() }) }
                  : { span: value === USUAL ? undefined : value, from: undefined, to: undefined },
              )
            }
          >
            {Object.entries(SPANS).map(([span, name]) => (
              <option key={span} value={span}>
                {span === "all" ? "All time" : `The last ${name}`}
              </option>
            ))}
            <option value="own">From one day to another</option>
          </select>
        </label>
        {own && view.window && <OwnDays window={view.window} onChoose={(days) => set({ ...days })} />}
        <label>
          <span>Departments</span>
          <select value={level} onChange={({ currentTarget }) => set({ level: currentTarget.value || undefined })}>
            <option value="">Each by itself</option>
            {levels.map((name, at) => (
              <option key={name} value={at}>
                {name}
              </option>
            ))}
            {view.level !== undefined && view.level >= levels.length && <option value={level}>{`Level ${level}`}</option>}
          </select>
        </label>
        <label>
          <span>Topic</span>
          <select value={view.topic ?? ""} onChange={({ currentTarget }) => set({ topic: currentTarget.value || undefined })}>
            <option value="">All topics</option>
            {data?.topics.nodes.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
            {view.topic && !topic && <option value={view.topic}>{data ? view.topic : ""}</option>}
          </select>
        </label>
      </form>
    </div>
  );
}

const MOST_NAMES = 3; // beyond that a level is labelled by how many departments it has
const EARLIEST = "1900-01-01"; // while a year is typed it is another one

/** The first and the last day; what would end before it begins is not taken. */
function OwnDays({ window: { from, to }, onChoose }: { window: Days; onChoose: (days: Days) => void }) {
  const last = shifted(to, -1);
  return (
    <>
      <label class="day">
        <span>First day</span>
        <input
          type="date"
          required
          value={from}
          min={EARLIEST}
          max={last}
          onChange={({ currentTarget: { value, validity } }) => validity.valid && onChoose({ from: value, to })}
        />
      </label>
      <label class="day">
        <span>Last day</span>
        <input
          type="date"
          required
          value={last}
          min={from}
          onChange={({ currentTarget: { value, validity } }) => validity.valid && onChoose({ from, to: shifted(value, 1) })}
        />
      </label>
    </>
  );
}

function spoken({ from, to }: Days): string {
  return `${from} to ${shifted(to, -1)}`;
}

/** A label for each level of the tree except the lowest, from the top: the departments' names where they are few. */
export function levelLabels(departments: FrameQuery["departments"]["nodes"]): string[] {
  const lowest = Math.max(0, ...departments.map(({ ancestors }) => ancestors.length));
  return Array.from({ length: lowest }, (_, depth) => {
    const names = departments.filter(({ ancestors }) => ancestors.length === depth).map(({ name }) => name);
    if (names.length <= MOST_NAMES) return listed(names);
    return `${plural(names.length, "department")}, ${depth ? `${plural(depth, "level")} down` : "at the top"}`;
  });
}
