/** A person's lessons on the left, the departments that reused them on the right; the height of a band is the number of reuses. */
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { formatNumber, plural } from "../text/format";
import { departmentPath, lessonPath } from "../url/paths";
import { Drawing } from "./drawing";
import { NODE, type Reach, type ReachBand, type ReachLayout, type ReachNode, reachLayout, TEXT } from "./layout/reach-layout";
import { wrapText } from "./text-width";

interface Props {
  rows: readonly Reach[];
  width: number;
  /** Names the picture for a screen reader. */
  label: string;
}

const MAX_LINES = 2;
const WIDEST = 1008; // pixels: longer bands are hard to follow

export function ReachPicture({ rows, width: room, label }: Props) {
  const width = Math.min(room, WIDEST);
  const [highlighted, setHighlighted] = useState<ReachBand | undefined>();
  const layout = reachLayout(rows, width);
  return (
    <>
      <p class="key">
        Height of a band and figures: reuses by others
        <span class="detail" role="status">
          {highlighted ? detail(highlighted) : ""}
        </span>
      </p>
      <Drawing width={width} height={layout.height} label={label}>
        {layout.bands.map((band) => (
          <Band
            key={band.key}
            band={band}
            onHighlight={setHighlighted}
            isFaded={highlighted !== undefined && highlighted.key !== band.key}
          />
        ))}
        <Nodes layout={layout} width={width} />
      </Drawing>
    </>
  );
}

interface BandProps {
  band: ReachBand;
  onHighlight: (band: ReachBand | undefined) => void;
  isFaded: boolean;
}

/** A link to the lesson; where it stands for several lessons, only the picture. */
function Band({ band, onHighlight, isFaded }: BandProps) {
  const shape = <path d={band.path} class={isFaded ? "band f-data2 faded" : "band f-data2"} />;
  if (band.lesson.isRest) return shape;
  return (
    <Link
      href={lessonPath(band.lesson.id)}
      class="mark"
      aria-label={detail(band)}
      onMouseEnter={() => onHighlight(band)}
      onMouseLeave={() => onHighlight(undefined)}
      onFocus={() => onHighlight(band)}
      onBlur={() => onHighlight(undefined)}
    >
      {shape}
    </Link>
  );
}

function Nodes({ layout: { lessons, departments, left, right }, width }: { layout: ReachLayout; width: number }) {
  return (
    <>
      {lessons.map((lesson) => (
        <g key={lesson.id}>
          <rect x={left + TEXT} y={lesson.y} width={NODE} height={lesson.height} class="f-data" />
          <Label node={lesson} x={left} width={left} anchor="end" />
          <Count node={lesson} x={left + TEXT + NODE + 6} anchor="" />
        </g>
      ))}
      {departments.map((department) => (
        <g key={department.id}>
          <rect x={width - right - TEXT - NODE} y={department.y} width={NODE} height={department.height} class="f-data" />
          <Count node={department} x={width - right - TEXT - NODE - 6} anchor="end" />
          {department.isRest || !department.id ? (
            <Label node={department} x={width - right} width={right} anchor="" />
          ) : (
            <Link href={departmentPath(department.id)} class="mark" aria-label={departmentLabel(department, right)}>
              <Label node={department} x={width - right} width={right} anchor="" />
            </Link>
          )}
        </g>
      ))}
    </>
  );
}

/** Begins with the text that is shown, also where that is cut. */
function departmentLabel({ name, reuses }: ReachNode, width: number): string {
  const shown = wrapText(name, width, MAX_LINES).join(" ");
  return `${shown === name ? name : `${shown} (${name})`}: ${plural(reuses, "reuse")}`;
}

/** The name in at most two lines. */
function Label({ node, x, width, anchor }: { node: ReachNode; x: number; width: number; anchor: "end" | "" }) {
  const lines = wrapText(node.name, width, MAX_LINES);
  const top = node.y + node.height / 2 + 4 - (lines.length - 1) * 7.5;
  return (
    <>
      {lines.map((line, index) => (
        <text key={index} x={x} y={top + 15 * index} class={`medium ${anchor}`.trim()}>
          {`${line} `}
        </text>
      ))}
    </>
  );
}

/** The number of reuses, on the bands beside the node. */
function Count({ node, x, anchor }: { node: ReachNode; x: number; anchor: "end" | "" }) {
  return (
    <text x={x} y={node.y + node.height / 2 + 4} class={`strong count ${anchor}`.trim()}>
      {formatNumber(node.reuses)}
    </text>
  );
}

/** "“Keep ten minutes free” in Water and Wastewater: 2 reuses". */
function detail({ lesson, department, reuses }: ReachBand): string {
  const name = lesson.isRest ? lesson.name : `“${lesson.name}”`;
  return `${name} in ${department.name}: ${plural(reuses, "reuse")}`;
}
