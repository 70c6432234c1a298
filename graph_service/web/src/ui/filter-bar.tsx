/** The filters that most pages share: period, level of the organisation, and topic. On a phone it is folded into one line. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { type Department, useDirectory } from "../api/directory";
import { joinNames, plural } from "../text/format";
import { addDays, type DateRange, DEFAULT_PERIOD, monthsBefore, PERIODS, type Period, tomorrow, useView } from "../url/view-params";

const CUSTOM = "own";

/** `children` come after the filters. */
export function FilterBar({ children }: { children: ComponentChildren }) {
  const { search, view, setParams } = useView();
  const { data: directory } = useDirectory();
  const [isOpen, setIsOpen] = useState(false);
  const params = new URLSearchParams(search);
  const customRange = params.has("from") ? view.window : undefined;
  const period = params.get("span") ?? DEFAULT_PERIOD;
  const levels = directory ? levelLabels(directory.departments) : [];
  const topic = directory?.topics.find(({ id }) => id === view.topic)?.name;
  const summary = [
    customRange ? rangeLabel(customRange) : PERIODS[period as Period],
    view.level === undefined ? "each department" : levels[view.level],
    topic ?? "all topics",
  ];
  return (
    <div class={isOpen ? "filter-bar open" : "filter-bar"}>
      <button type="button" class="quiet fold" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {summary.filter(Boolean).join(" · ")}
      </button>
      <form aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
        <label>
          <span>Time</span>
          <select
            value={customRange ? CUSTOM : period}
            onChange={({ currentTarget: { value } }) => {
              if (value === CUSTOM) setParams({ ...(view.window ?? { from: monthsBefore(tomorrow(), 12), to: tomorrow() }) });
              else setParams({ span: value === DEFAULT_PERIOD ? undefined : value, from: undefined, to: undefined });
            }}
          >
            {Object.entries(PERIODS).map(([value, name]) => (
              <option key={value} value={value}>
                {value === "all" ? "All time" : `Last ${name}`}
              </option>
            ))}
            <option value={CUSTOM}>Custom dates</option>
          </select>
        </label>
        {customRange && <CustomDates range={customRange} onChange={(range) => setParams({ ...range })} />}
        <label>
          <span>Departments</span>
          <select
            value={view.level === undefined ? "" : String(view.level)}
            onChange={({ currentTarget }) => setParams({ level: currentTarget.value || undefined })}
          >
            <option value="">Each department</option>
            {levels.map((name, level) => (
              <option key={name} value={level}>
                {name}
              </option>
            ))}
            {view.level !== undefined && view.level >= levels.length && <option value={view.level}>{`Level ${view.level}`}</option>}
          </select>
        </label>
        <label>
          <span>Topic</span>
          <select value={view.topic ?? ""} onChange={({ currentTarget }) => setParams({ topic: currentTarget.value || undefined })}>
            <option value="">All topics</option>
            {directory?.topics.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
            {view.topic && !topic && <option value={view.topic}>{directory ? view.topic : ""}</option>}
          </select>
        </label>
        {children}
      </form>
    </div>
  );
}

const EARLIEST = "1900-01-01"; // while a year is being typed, the field holds years like 0020

/** The first and the last day. A range that ends before it starts is ignored. */
function CustomDates({ range: { from, to }, onChange }: { range: DateRange; onChange: (range: DateRange) => void }) {
  const last = addDays(to, -1);
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
          onChange={({ currentTarget: { value, validity } }) => validity.valid && onChange({ from: value, to })}
        />
      </label>
      <label class="day">
        <span>Last day</span>
        <input
          type="date"
          required
          value={last}
          min={from}
          onChange={({ currentTarget: { value, validity } }) => validity.valid && onChange({ from, to: addDays(value, 1) })}
        />
      </label>
    </>
  );
}

function rangeLabel({ from, to }: DateRange): string {
  return `${from} to ${addDays(to, -1)}`;
}

const MAX_NAMES = 3; // a level with more departments is labelled by their number

/** A label for each level of the tree except the lowest, from the top. */
function levelLabels(departments: readonly Department[]): string[] {
  const lowest = departments.reduce((depth, { ancestors }) => Math.max(depth, ancestors.length), 0);
  return Array.from({ length: lowest }, (_, depth) => {
    const names = departments.filter(({ ancestors }) => ancestors.length === depth).map(({ name }) => name);
    if (names.length <= MAX_NAMES) return joinNames(names);
    return `${plural(names.length, "department")}, ${depth ? `${plural(depth, "level")} down` : "at the top"}`;
  });
}
