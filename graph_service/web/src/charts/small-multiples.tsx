/** One small bar picture per department on a common scale: lessons of others below, own lessons above. */
import { formatNumber, plural } from "../text/format";
import { isPartial, type Quarter } from "../text/trend";
import { departmentPath } from "../url/paths";
import { Drawing } from "./drawing";
import { FocusableMark } from "./focusable-mark";
import { fitText } from "./text-width";

export interface Multiple {
  id: string;
  name: string;
  isDepartment: boolean;
  /** One for each quarter. */
  values: { own: number; others: number }[];
}

const MIN_WIDTH = 230; // pixels of one picture
const GAP = 32;
const PLOT = 76;
const TOP = 34; // below the name, for the figure of the largest bar
const CELL = 158; // the height of one picture with its name and years

export function SmallMultiples({
  multiples,
  quarters,
  width,
}: {
  multiples: readonly Multiple[];
  quarters: readonly Quarter[];
  width: number;
}) {
  const columns = Math.max(1, Math.floor((width + GAP) / (MIN_WIDTH + GAP)));
  const cell = (width - GAP * (columns - 1)) / columns;
  const largest = Math.max(1, ...multiples.flatMap(({ values }) => values.map(({ own, others }) => own + others)));
  const height = CELL * Math.ceil(multiples.length / columns);
  return (
    <>
      <p class="key">
        <span class="swatch f-data" /> lessons of others <span class="swatch f-data2" /> its own lessons
      </p>
      <Drawing width={width} height={height} label="Reuses per quarter, one picture for each reusing department; the table has the figures">
        <defs>
          <pattern id="cut" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path d="M0 0V6" class="hatch" stroke-width="3" />
          </pattern>
        </defs>
        {multiples.map((multiple, index) => (
          <g key={multiple.id} transform={`translate(${(index % columns) * (cell + GAP)} ${Math.floor(index / columns) * CELL})`}>
            <One multiple={multiple} quarters={quarters} width={cell} largest={largest} isFirst={index === 0} />
          </g>
        ))}
      </Drawing>
    </>
  );
}

function One({
  multiple: { id, name, isDepartment, values },
  quarters,
  width,
  largest,
  isFirst,
}: {
  multiple: Multiple;
  quarters: readonly Quarter[];
  width: number;
  largest: number;
  isFirst: boolean;
}) {
  const step = width / Math.max(1, quarters.length);
  const base = TOP + PLOT;
  const scale = PLOT / largest;
  const total = values.reduce((sum, { own, others }) => sum + own + others, 0);
  const peak = values.reduce((best, { own, others }, index) => (own + others > sizeOf(values[best]) ? index : best), 0);
  return (
    <>
      <text x="0" y="12" class="medium">
        {fitText(name, width - 40)}
      </text>
      <text x={width} y="12" class="end faint">
        {formatNumber(total)}
      </text>
      {quarters.map(
        (quarter, index) =>
          isPartial(quarter) && <rect key={quarter.from} x={index * step} y={TOP} width={step} height={PLOT} fill="url(#cut)" />,
      )}
      <FocusableMark
        href={isDepartment ? departmentPath(id) : undefined}
        aria-label={`${name}: ${plural(total, "reuse")}`}
        isSkippedByTab={!isFirst}
      >
        <rect y={TOP} width={width} height={PLOT} class="f-none" />
        {values.map(({ own, others }, index) => (
          <g key={quarters[index]?.from}>
            <rect x={index * step + step * 0.12} y={base - scale * others} width={step * 0.76} height={scale * others} class="f-data" />
            <rect
              x={index * step + step * 0.12}
              y={base - scale * (own + others)}
              width={step * 0.76}
              height={scale * own}
              class="f-data2"
            />
          </g>
        ))}
      </FocusableMark>
      <text
        x={Math.min(width - 8, Math.max(8, (peak + 0.5) * step))}
        y={base - scale * sizeOf(values[peak]) - 4}
        class="mid small medium halo"
      >
        {formatNumber(sizeOf(values[peak]))}
      </text>
      <path d={`M0 ${base}H${width}`} class="l-axis" />
      {quarters.map(
        ({ from }, index) =>
          from.slice(5) === "01-01" &&
          index * step < width - 24 && (
            <g key={from}>
              <path d={`M${index * step} ${base}v5`} class="l-axis" />
              <text x={index * step + 3} y={base + 14} class="small faint">
                {step * 4 < 34 ? `’${from.slice(2, 4)}` : from.slice(0, 4)}
              </text>
            </g>
          ),
      )}
    </>
  );
}

function sizeOf(value: { own: number; others: number } | undefined): number {
  return (value?.own ?? 0) + (value?.others ?? 0);
}
