/** A share that falls in steps over days, such as a Kaplan-Meier curve, with the values at the day that is pointed at or reached by arrow keys. */
import { useState } from "preact/hooks";
import { formatPercent, formatWhole, plural } from "../text/format";
import { Drawing } from "./drawing";
import { axisDays, type Step, stepAt, stepPath } from "./layout/curve-layout";

interface Props {
  steps: readonly Step[];
  width: number;
  label: string;
  /** The day on which half are left, if it was reached. */
  medianDay: number | null | undefined;
}

const LEFT = 44;
const RIGHT = 16;
const TOP = 14;
const HEIGHT = 250;

export function StepCurve({ steps, width, label, medianDay }: Props) {
  const last = steps.at(-1)?.day ?? 0;
  const [pointed, setPointed] = useState<number | undefined>();
  const x = (day: number) => LEFT + ((width - LEFT - RIGHT) * day) / Math.max(1, last);
  const y = (share: number) => TOP + (HEIGHT - TOP) * (1 - share);
  const point = (event: PointerEvent) => {
    const { left, width: shown } = (event.currentTarget as SVGElement).getBoundingClientRect();
    setPointed(Math.round(Math.min(1, Math.max(0, (event.clientX - left) / shown)) * last));
  };
  const move = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === "Escape") setPointed(undefined);
    if (by === undefined) return;
    event.preventDefault();
    const at = steps.findLastIndex(({ day }) => day <= (pointed ?? -1));
    setPointed(steps[Math.min(steps.length - 1, Math.max(0, at + by))]?.day);
  };
  const shown = pointed === undefined ? undefined : stepAt(steps, pointed);
  return (
    <>
      <p class="key">
        Share of lessons not reused yet, by days since publication
        <span class="detail" role="status">
          {shown && `After ${plural(pointed ?? 0, "day")}: ${formatPercent(shown.share)} not reused yet`}
        </span>
      </p>
      <Drawing width={width} height={HEIGHT + 44} label={label}>
        {[0, 0.25, 0.5, 0.75, 1].map((share) => (
          <g key={share}>
            <path d={`M${LEFT} ${y(share)}H${width - RIGHT}`} class={share ? "l-grid" : "l-axis"} />
            <text x={LEFT - 8} y={y(share) + 4} class="end small faint">
              {formatPercent(share)}
            </text>
          </g>
        ))}
        {axisDays(last).map((day) => (
          <text key={day} x={x(day)} y={HEIGHT + 18} class="mid small faint">
            {formatWhole(day)}
          </text>
        ))}
        <text x={width - RIGHT} y={HEIGHT + 36} class="end small faint">
          days since publication
        </text>
        {medianDay != null && (
          <>
            <path d={`M${x(medianDay)} ${y(0.5)}V${HEIGHT}`} class="l-axis" />
            <text x={x(medianDay) + 6} y={y(0.5) - 6} class="medium halo">
              {`half after ${plural(medianDay, "day")}`}
            </text>
          </>
        )}
        <path d={stepPath(steps, x, y)} class="l-data" stroke-width="2" />
        {shown && <circle cx={x(pointed ?? 0)} cy={y(shown.share)} r="5" class="f-data l-ground" stroke-width="1.5" />}
        <rect
          x={LEFT}
          y={TOP}
          width={Math.max(0, width - LEFT - RIGHT)}
          height={HEIGHT - TOP}
          class="f-none pointable"
          role="slider"
          tabindex={0}
          aria-label="Day"
          aria-valuemin={0}
          aria-valuemax={last}
          aria-valuenow={pointed ?? 0}
          aria-valuetext={shown ? `${plural(pointed ?? 0, "day")}: ${formatPercent(shown.share)} not reused yet` : "none chosen"}
          onPointerMove={point}
          onPointerDown={point}
          onPointerLeave={() => setPointed(undefined)}
          onKeyDown={move}
        />
      </Drawing>
    </>
  );
}
