/** The filters that pages share, as chips: period, grouping of departments, and topic. A page shows only those that change it. */
import { useDirectory } from "../../api/directory";
import { formatDate } from "../../text/format";
import { addDays, type DateRange, DEFAULT_PERIOD, monthsBefore, PERIODS, type Period, tomorrow, useView } from "../../url/view-params";
import { FilterChip } from "./filter-chip";
import { groupings } from "./groupings";

export type Filter = "period" | "group" | "topic";

export function Filters({ filters }: { filters: readonly Filter[] }) {
  if (!filters.length) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: fieldset does not lay out as a row of chips
    <div class="chips" role="group" aria-label="Filters">
      {filters.includes("period") && <PeriodChip />}
      {filters.includes("group") && <GroupChip />}
      {filters.includes("topic") && <TopicChip />}
    </div>
  );
}

const CUSTOM = "custom";

function PeriodChip() {
  const { search, view, setParams } = useView();
  const params = new URLSearchParams(search);
  const range = params.has("from") ? view.window : undefined;
  const span = params.get("span") ?? DEFAULT_PERIOD;
  const period = span in PERIODS ? (span as Period) : DEFAULT_PERIOD;
  const value = range ? CUSTOM : period;
  const choose = (chosen: string | undefined) => {
    if (chosen === CUSTOM) setParams({ span: undefined, ...(view.window ?? { from: monthsBefore(tomorrow(), 12), to: tomorrow() }) });
    else setParams({ span: chosen === DEFAULT_PERIOD ? undefined : chosen, from: undefined, to: undefined });
  };
  const choices = [...Object.entries(PERIODS).map(([value, name]) => ({ value, name })), { value: CUSTOM, name: "Custom dates" }];
  return (
    <>
      <FilterChip label="Period" shown={range ? rangeLabel(range) : PERIODS[period]} value={value} choices={choices} onChoose={choose} />
      {range && <CustomDates range={range} onChange={(changed) => setParams({ ...changed })} />}
    </>
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
  return `${formatDate(from)} to ${formatDate(addDays(to, -1))}`;
}

function GroupChip() {
  const { view, setParams } = useView();
  const { data: directory } = useDirectory();
  const value = view.level === undefined ? undefined : String(view.level);
  const choices = [{ value: undefined, name: "Department" }, ...groupings(directory?.departments ?? [])];
  const shown = choices.find((choice) => choice.value === value)?.name ?? `Level ${value}`;
  return <FilterChip label="Group by" shown={shown} value={value} choices={choices} onChoose={(level) => setParams({ level })} />;
}

function TopicChip() {
  const { view, setParams } = useView();
  const { data: directory } = useDirectory();
  const topics = directory?.topics.map(({ id, name }) => ({ value: id, name })) ?? [];
  const shown = view.topic ? (topics.find(({ value }) => value === view.topic)?.name ?? view.topic) : "All";
  return (
    <FilterChip
      label="Topic"
      shown={shown}
      value={view.topic}
      choices={[{ value: undefined, name: "All" }, ...topics]}
      onChoose={(topic) => setParams({ topic })}
    />
  );
}
