/** The time line of a project: its reuses by outcome, its lessons, and a stretch without either. */
import { formatDate } from "../text/format";
import { Drawing } from "./drawing";
import { layoutTimeline, type TimelineData } from "./layout/timeline-layout";
import { MarkShape } from "./mark-shape";
import { fitText } from "./text-width";

interface Props {
  data: TimelineData;
  width: number;
  label: string;
}

export function Timeline({ data, width, label }: Props) {
  const { height, line, start, end, marks, ticks, silence } = layoutTimeline(data, width);
  return (
    <Drawing width={width} height={height} label={label}>
      <path d={`M${start} ${line}H${end}`} class="l-line" stroke-width="8" stroke-linecap="round" />
      {ticks.map(({ x, text }) => (
        <g key={x}>
          <path d={`M${x} ${height - 24}v6`} class="l-axis" />
          <text x={x} y={height - 4} class={x < 24 ? "small faint" : x > width - 24 ? "end small faint" : "mid small faint"}>
            {text}
          </text>
        </g>
      ))}
      {silence && (
        <>
          <text x={silence.to} y="12" class="t-risk end">
            {fitText(silence.text, width - 8, "bold")}
          </text>
          <path d={`M${silence.from} 20H${silence.to}M${silence.from} 20v6M${silence.to} 20v6`} class="l-risk" />
        </>
      )}
      {marks.map(({ event, x, y }) => (
        <a key={event.id} href={event.href} class="mark" aria-label={`${event.text}, ${formatDate(event.day)}`}>
          <title>{`${event.text}, ${formatDate(event.day)}`}</title>
          <circle cx={x} cy={y} r="12" class="f-none" />
          <MarkShape kind={event.kind} x={x} y={y} />
        </a>
      ))}
    </Drawing>
  );
}
