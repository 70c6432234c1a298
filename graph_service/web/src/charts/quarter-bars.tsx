/** Reuses per quarter as stacked bars: across departments below, within a department above. Incomplete quarters are striped. */
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { formatNumber, plural } from "../text/format";
import type { Quarter } from "../text/trend";
import { Drawing } from "./drawing";
import { type Bar, barLayout, TOP } from "./layout/bar-layout";
import { fitNumber } from "./text-width";

interface Props {
  quarters: readonly Quarter[];
  width: number;
  /** The address of the reuses of a quarter. */
  hrefOf: (quarter: Quarter) => string;
  /** A stretch without reuses or with few, which is marked from this quarter on. */
  alarm?: { from: string; text: string } | undefined;
  /** What the lower and the upper part of a bar are. */
  labels?: readonly [across: string, within: string];
}

const LABELS = ["across departments", "within a department"] as const;

export function QuarterBars({ quarters, width, hrefOf, alarm, labels = LABELS }: Props) {
  const [shown, setShown] = useState<Bar | undefined>();
  const { bars, step, base, height, grid } = barLayout(quarters, width);
  const hasLabels = bars.every(({ hasLabel }) => hasLabel);
  const since = alarm && bars.find(({ quarter }) => quarter.to > alarm.from);
  return (
    <>
      <p class="key">
        <span class="swatch f-data" /> {labels[0]} <span class="swatch f-data2" /> {labels[1]}
        <span class="detail" role="status">
          {shown ? detail(shown.quarter, labels[0]) : ""}
        </span>
      </p>
      <Drawing width={width} height={height} label="Reuses per quarter">
        <defs>
          <pattern id="striped" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path d="M0 0V6" class="hatch" stroke-width="3" />
          </pattern>
        </defs>
        {grid.map(({ y, value }) => (
          <path key={value} d={`M0 ${y}H${width}`} class="l-grid" />
        ))}
        {!hasLabels &&
          grid.map(({ y, value }) => (
            <text key={value} x="0" y={y - 4} class="small faint halo">
              {plural(value, "reuse")}
            </text>
          ))}
        {bars.map((bar) => (
          <Column
            key={bar.quarter.from}
            bar={bar}
            step={step}
            base={base}
            href={hrefOf(bar.quarter)}
            name={detail(bar.quarter, labels[0])}
            onShow={setShown}
            isAlarming={!!since && bar.middle >= since.middle}
          />
        ))}
        <path d={`M0 ${base}H${width}`} class="l-axis" />
        {since && alarm && <Alarm left={since.x} right={width} text={alarm.text} />}
      </Drawing>
    </>
  );
}

interface ColumnProps {
  bar: Bar;
  step: number;
  base: number;
  href: string;
  name: string;
  onShow: (bar: Bar | undefined) => void;
  isAlarming: boolean;
}

function Column({ bar, step, base, href, name, onShow, isAlarming }: ColumnProps) {
  const { quarter, middle, x, width, acrossTop, top, label, year, hasLabel } = bar;
  return (
    <>
      {bar.isPartial && <rect x={middle - step / 2} y={TOP} width={step} height={base - TOP} fill="url(#striped)" />}
      {year && middle > step && <path d={`M${middle - step / 2} ${base}v36`} class="l-grid" />}
      <Link
        href={href}
        class="mark"
        aria-label={name}
        onMouseEnter={() => onShow(bar)}
        onMouseLeave={() => onShow(undefined)}
        onFocus={() => onShow(bar)}
        onBlur={() => onShow(undefined)}
      >
        <rect x={middle - step / 2} y={TOP} width={step} height={base - TOP} class="f-none" />
        {quarter.within > 0 && (
          <rect x={x} y={top} width={width} height={Math.max(0, acrossTop - top - (quarter.across ? 1.5 : 0))} rx="1.5" class="f-data2" />
        )}
        {quarter.across > 0 && <rect x={x} y={acrossTop} width={width} height={base - acrossTop} rx="1.5" class="f-data" />}
        {hasLabel && (
          <text x={middle} y={top - 6} class={isAlarming ? "mid t-risk" : "mid medium"}>
            {fitNumber(quarter.reuses, step)}
          </text>
        )}
      </Link>
      {hasLabel && (
        <text x={middle} y={base + 16} class="mid small faint">
          {label}
        </text>
      )}
      {year && (
        <text x={Math.max(0, middle - step / 2 + 4)} y={base + 34} class="strong small">
          {year}
        </text>
      )}
    </>
  );
}

function Alarm({ left, right, text }: { left: number; right: number; text: string }) {
  return (
    <>
      <text x={right} y="12" class="t-risk end">
        {text}
      </text>
      <path d={`M${left} 18H${right - 1}M${left} 18v6M${right - 1} 18v6`} class="l-risk" />
    </>
  );
}

/** "Q3 2025: 13 reuses, 10.5 across departments". */
function detail(quarter: Quarter, acrossLabel: string): string {
  const { from, reuses, across } = quarter;
  const name = `Q${Math.ceil(Number(from.slice(5, 7)) / 3)} ${from.slice(0, 4)}`;
  return `${name}: ${plural(reuses, "reuse")}, ${formatNumber(across)} ${acrossLabel}`;
}
