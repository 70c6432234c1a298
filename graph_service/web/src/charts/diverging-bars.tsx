/** Bars to both sides of a line, such as what a department took from others and gave to them. Each bar leads to its evidence. */
import type { ComponentChildren } from "preact";
import { formatNumber, plural } from "../text/format";
import { Drawing } from "./drawing";
import { FocusableMark } from "./focusable-mark";
import { BAR, type DivergingBar, type DivergingRow, HEADER, layoutDiverging, NAMES } from "./layout/diverging-layout";
import { fitText } from "./text-width";

interface Props {
  rows: readonly DivergingRow[];
  width: number;
  /** Names the picture for a screen reader. */
  label: string;
  /** What the two sides are: "took from", "gave to". */
  sides: readonly [left: string, right: string];
  /** The address of the reuses behind a bar; undefined when no single list has them. */
  hrefOf: (row: DivergingRow, side: "left" | "right") => string | undefined;
}

export function DivergingBars({ rows, width, label, sides, hrefOf }: Props) {
  const { height, middle, bars, isNarrow } = layoutDiverging(rows, width);
  return (
    <Drawing width={width} height={height} label={label}>
      <text x={middle - 8} y="14" class="end strong">
        {sides[0]}
      </text>
      <text x={middle + 8} y="14" class="strong">
        {sides[1]}
      </text>
      <path d={`M${middle} ${HEADER - 2}V${height}`} class="l-axis" />
      {bars.map((bar) => (
        <Row key={bar.row.id} bar={bar} middle={middle} isNarrow={isNarrow} sides={sides} hrefOf={hrefOf} />
      ))}
    </Drawing>
  );
}

interface RowProps extends Pick<Props, "sides" | "hrefOf"> {
  bar: DivergingBar;
  middle: number;
  isNarrow: boolean;
}

function Row({ bar: { row, top, y, leftX, leftWidth, rightWidth }, middle, isNarrow, sides, hrefOf }: RowProps) {
  return (
    <>
      <text x="0" y={isNarrow ? top + 14 : y + 4} class="medium halo">
        {fitText(row.name, isNarrow ? middle * 2 - 8 : NAMES - 12)}
      </text>
      {row.left > 0 && (
        <Bar href={hrefOf(row, "left")} name={`${sides[0]} ${row.name}: ${plural(row.left, "reuse")}`}>
          <rect x={leftX} y={y - BAR / 2} width={leftWidth} height={BAR} rx="2" class="f-data2" />
        </Bar>
      )}
      {row.left > 0 && <Figure value={row.left} x={leftX - 6} y={y + 4} isEnd />}
      {row.right > 0 && (
        <Bar href={hrefOf(row, "right")} name={`${sides[1]} ${row.name}: ${plural(row.right, "reuse")}`}>
          <rect x={middle} y={y - BAR / 2} width={rightWidth} height={BAR} rx="2" class="f-data" />
        </Bar>
      )}
      {row.right > 0 && <Figure value={row.right} x={middle + rightWidth + 6} y={y + 4} />}
    </>
  );
}

function Bar({ href, name, children }: { href: string | undefined; name: string; children: ComponentChildren }) {
  return (
    <FocusableMark href={href} aria-label={name}>
      <title>{name}</title>
      {children}
    </FocusableMark>
  );
}

/** Not a part of the link, whose name has the figure. */
function Figure({ value, x, y, isEnd = false }: { value: number; x: number; y: number; isEnd?: boolean }) {
  return (
    <text x={x} y={y} class={isEnd ? "end medium" : "medium"}>
      {formatNumber(value)}
    </text>
  );
}
