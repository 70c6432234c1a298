/** Departments on an axis from "as expected by chance" to "only its own lessons": position is the excess, area the number of reuses. */
import type { Verdict } from "../generated/graphql";
import { formatNumber } from "../text/format";
import { Drawing } from "./drawing";
import { FocusableMark } from "./focusable-mark";
import { axisEnd, FLAG_GAP, type PlacedFlag, placeFlags, spreadDots } from "./layout/flags";
import { fitText, textWidth } from "./text-width";

export interface StripDepartment {
  id: string;
  name: string;
  events: number;
  internal: number;
  excess: number;
  verdict: Verdict;
  /** The address of its page; undefined for several small departments together. */
  href: string | undefined;
}

interface Props {
  departments: readonly StripDepartment[];
  width: number;
  /** The department that is hovered or focused, here or in the list. */
  highlighted: string | undefined;
  onHighlight: (id: string | undefined) => void;
}

const NARROW = 560; // pixels below which each department has a row of its own
const ROOMY = 10; // departments up to which a label has two lines
/** Departments with a name: more would make the picture higher than a screen. */
export const MAX_LABELLED = 24;
const EDGE = 14;
const LONGEST_NAME = 190; // pixels
const LARGEST = 21; // pixels, the radius of the largest dot
const PER_ROOT = 2.3; // radius by the root of the number of reuses, where the largest allows it

export function SiloStrip(props: Props) {
  return props.width < NARROW ? <Rows {...props} /> : <Strip {...props} />;
}

/** Maps an excess to pixels. Left of 0 is more open than chance. */
function scaleOf(departments: readonly StripDepartment[], left: number, right: number): (excess: number) => number {
  const least = Math.min(-0.1, ...departments.map(({ excess }) => excess));
  return (excess) => left + ((excess - least) / (1 - least)) * (right - left);
}

function radiusOf(departments: readonly StripDepartment[], largest: number): (events: number) => number {
  const factor = Math.min(PER_ROOT, largest / Math.sqrt(Math.max(1, ...departments.map(({ events }) => events))));
  return (events) => Math.max(3.5, factor * Math.sqrt(events));
}

function Strip({ departments, width, highlighted, onHighlight }: Props) {
  const radius = radiusOf(departments, LARGEST);
  const isRoomy = departments.length <= ROOMY;
  const labelled = (departments.length <= MAX_LABELLED ? departments : mostImportant(departments)).map((department) => ({
    ...department,
    width: labelWidth(department, isRoomy),
  }));
  const share = scaleOf(departments, 0, 1);
  const end = axisEnd(
    labelled.map((department) => ({ share: share(department.excess), width: department.width })),
    EDGE,
    width,
  );
  const scale = scaleOf(departments, EDGE, end);
  const flags = placeFlags(labelled.map((department) => ({ id: department.id, x: scale(department.excess), width: department.width })));
  const offsets = spreadDots(departments.map(({ id, excess, events }) => ({ id, x: scale(excess), radius: radius(events) })));
  const byId = new Map(departments.map((department) => [department.id, department]));
  const step = isRoomy ? 36 : 19;
  const near = 26 + Math.max(0, ...[...offsets].map(([id, y]) => Math.abs(y) + radius(byId.get(id)?.events ?? 0) - 12));
  const levels = (side: string) => 1 + Math.max(-1, ...flags.filter((flag) => flag.side === side).map(({ level }) => level));
  const axis = 44 + near + step * levels("above");
  const base = axis + near + step * levels("below") + 12;
  const half = scale(0.5);
  return (
    <Drawing
      width={width}
      height={base + 44}
      label="Departments between chance and only their own lessons; the list says the same in words"
    >
      <rect x={half} y="16" width={width - half} height={base - 16} rx="4" class="f-risk-soft" />
      <text x={half + 10} y="34" class="t-risk">
        {fitText("Silo: halfway or further, and clearly beyond chance", width - half - 16, "bold")}
      </text>
      <path d={`M${scale(0)} 16V${base}`} class="l-axis" />
      {[0.25, 0.75, 1].map((value) => (
        <path key={value} d={`M${scale(value)} 44V${base}`} class="l-grid" />
      ))}
      <path d={`M${EDGE} ${axis}H${end}`} class="l-axis" />
      {flags.map((flag) => (
        <FlagLabel
          key={flag.id}
          flag={flag}
          department={byId.get(flag.id) as StripDepartment}
          axis={axis}
          near={near}
          step={step}
          isRoomy={isRoomy}
          isInZone={flag.x >= half}
          isFaded={highlighted !== undefined && highlighted !== flag.id}
        />
      ))}
      <g>
        {[...departments]
          .sort((a, b) => a.excess - b.excess)
          .map((department) => (
            <Mark
              key={department.id}
              department={department}
              x={scale(department.excess)}
              y={axis + (offsets.get(department.id) ?? 0)}
              radius={radius(department.events)}
              highlighted={highlighted}
              onHighlight={onHighlight}
            />
          ))}
      </g>
      <Axis scale={scale} base={base} end={end} />
    </Drawing>
  );
}

interface MarkProps {
  department: StripDepartment;
  x: number;
  y: number;
  radius: number;
  highlighted: string | undefined;
  onHighlight: (id: string | undefined) => void;
}

function Mark({ department, x, y, radius, highlighted, onHighlight }: MarkProps) {
  const { id, name, events, internal, href, verdict } = department;
  const label = `${name}: ${formatNumber(internal)} of ${formatNumber(events)} reuses were its own lessons`;
  const isFew = verdict === "TOO_LITTLE_EVIDENCE";
  return (
    <FocusableMark
      href={href}
      aria-label={label}
      class={highlighted === undefined || highlighted === id ? "mark" : "mark faded"}
      onMouseEnter={() => onHighlight(id)}
      onMouseLeave={() => onHighlight(undefined)}
      onFocus={() => onHighlight(id)}
      onBlur={() => onHighlight(undefined)}
    >
      <circle
        cx={x}
        cy={y}
        r={radius}
        class={isFew ? "f-ground l-axis" : verdict === "SILO" ? "f-risk l-ground" : "f-data l-ground"}
        stroke-width={isFew ? 1.8 : 1.5}
      />
    </FocusableMark>
  );
}

/** "21 of 30 own", on a second line where there is room. */
function ownText({ internal, events }: StripDepartment): string {
  return `${formatNumber(internal)} of ${formatNumber(events)}`;
}

function shortName({ name }: StripDepartment): string {
  return fitText(name, LONGEST_NAME, "bold");
}

function labelWidth(department: StripDepartment, isRoomy: boolean): number {
  const weight = department.verdict === "SILO" ? "bold" : "medium";
  const name = textWidth(shortName(department), weight);
  const own = textWidth(`${ownText(department)} own`, "regular", isRoomy ? 11 : 12);
  return isRoomy ? Math.max(name, own) : name + own + 2;
}

interface FlagProps {
  flag: PlacedFlag;
  department: StripDepartment;
  axis: number;
  near: number;
  step: number;
  isRoomy: boolean;
  isInZone: boolean;
  isFaded: boolean;
}

function FlagLabel({ flag, department, axis, near, step, isRoomy, isInZone, isFaded }: FlagProps) {
  const isAbove = flag.side === "above";
  const top = isAbove ? axis - near - step * (flag.level + 1) + (isRoomy ? 8 : 4) : axis + near + step * (flag.level + 1);
  const end = isAbove ? top : top - (isRoomy ? 0 : 2);
  const baseline = isAbove ? top + 10 : top - (isRoomy ? 18 : 3);
  const isSilo = department.verdict === "SILO";
  const x = flag.x + FLAG_GAP;
  const place = `halo${isInZone ? " zone" : ""}${isFaded ? " faded" : ""}`;
  return (
    <>
      <path d={`M${flag.x} ${axis}V${end}`} class={isSilo ? "l-risk" : "l-axis"} />
      <text x={x} y={baseline} class={`${isSilo ? "t-risk" : "medium"} ${place}`}>
        {shortName(department)}
        {!isRoomy && <tspan class="regular faint">{` ${ownText(department)}`}</tspan>}
      </text>
      {isRoomy && (
        <text x={x} y={baseline + 14} class={`faint small ${place}`}>
          {`${ownText(department)} own`}
        </text>
      )}
    </>
  );
}

function Axis({ scale, base, end }: { scale: (excess: number) => number; base: number; end: number }) {
  return (
    <>
      <path d={`M${EDGE} ${base}H${end}`} class="l-axis" />
      <text x={scale(0)} y={base + 18} class="strong mid">
        0
      </text>
      <text x={Math.max(scale(0), 68)} y={base + 34} class="mid">
        as expected by chance
      </text>
      <text x={scale(0.5)} y={base + 18} class="strong mid">
        ½
      </text>
      <text x={scale(0.5)} y={base + 34} class="mid">
        halfway
      </text>
      <text x={scale(1)} y={base + 18} class="strong end">
        1
      </text>
      <text x={scale(1)} y={base + 34} class="end">
        only its own lessons
      </text>
    </>
  );
}

/** Silos first, then the departments with most reuses. */
function mostImportant(departments: readonly StripDepartment[]): StripDepartment[] {
  const rank = ({ verdict, events }: StripDepartment) => (verdict === "SILO" ? 1e9 : 0) + events;
  return [...departments].sort((a, b) => rank(b) - rank(a)).slice(0, MAX_LABELLED);
}

const ROW = 44;

/** For a phone: one row per department on the same axis. */
function Rows({ departments, width, highlighted, onHighlight }: Props) {
  const scale = scaleOf(departments, 8, width - 8);
  const radius = radiusOf(departments, 13);
  const height = ROW * departments.length;
  const half = scale(0.5);
  return (
    <Drawing width={width} height={height + 36} label="One row per department, from as expected by chance to only its own lessons">
      <rect x={half} width={width - half} height={height} class="f-risk-soft" />
      <path d={`M${scale(0)} 0V${height}`} class="l-axis" />
      <path d={`M${half} 0V${height}M${scale(1)} 0V${height}`} class="l-grid" />
      {departments.map((department, index) => (
        <g key={department.id}>
          <text x="8" y={ROW * index + 16} class={`${department.verdict === "SILO" ? "t-risk" : "medium"} halo`}>
            {fitText(department.name, width - 90, "bold")}
          </text>
          <text x={width - 8} y={ROW * index + 16} class="end faint small halo">
            {`${formatNumber(department.internal)} of ${formatNumber(department.events)}`}
          </text>
          <path d={`M8 ${ROW * index + 31}H${width - 8}`} class="l-grid" />
          <Mark
            department={department}
            x={scale(department.excess)}
            y={ROW * index + 31}
            radius={radius(department.events)}
            highlighted={highlighted}
            onHighlight={onHighlight}
          />
        </g>
      ))}
      <text x={Math.max(scale(0), 44)} y={height + 18} class="mid small">
        as expected
      </text>
      <text x={Math.max(scale(0), 44)} y={height + 31} class="mid small">
        by chance
      </text>
      <text x={half} y={height + 18} class="mid small">
        halfway
      </text>
      <text x={width - 8} y={height + 18} class="end small">
        only its own
      </text>
    </Drawing>
  );
}
