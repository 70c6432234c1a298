/** A matrix of reuses: source departments in rows, reusing departments in columns, own reuse on the framed diagonal, sums at the edges. */
import { useRef } from "preact/hooks";
import { formatNumber, formatSigned, plural } from "../text/format";
import { Drawing } from "./drawing";
import { type Exchange, type ExchangeTable, exchangeAt } from "./exchange-table";
import { chanceClass, isSolid, STEPS, stepLimits, stepOf } from "./layout/matrix-scale";
import type { ChartNode } from "./layout/rollup";
import { fitNumber, fitText, textWidth, wrapText } from "./text-width";

export type MatrixMode = "reuses" | "chance";

interface Props {
  table: ExchangeTable;
  mode: MatrixMode;
  width: number;
  /** The ids of nodes that are silos. */
  silos: ReadonlySet<string>;
  /** The key of the selected cell. */
  selected: string | undefined;
  onSelect: (exchange: Exchange | undefined) => void;
}

const LARGEST_CELL = 78; // pixels
const SMALLEST_CELL = 27; // what a figure of two digits with a sign needs
const FEW = 9; // departments up to which the names of columns are horizontal
const LONGEST_NAME = 190;
const SUMS = 62;
const GAP = 2;
const LEAST_SHOWN = 0.05; // reuses of a cell; fewer are 0 when rounded
const COLUMN_LINES = 3;
const LINE = 14;
const SMALL = 11; // size of the letters of a class
const WRAPPED_NAME = 118; // width of a name of a row in several lines
const WRAPPED_LINES = 3;

export function Matrix(props: Props) {
  const { table, mode, width, silos } = props;
  const { nodes } = table;
  const names = nodes.map(({ name }) => name);
  const { left, cell } = measure(names, width);
  const isFew = nodes.length <= FEW && cell >= 56;
  const top = isFew ? 74 : 124;
  const size = cell * nodes.length;
  return (
    <Drawing
      width={left + size + SUMS}
      height={top + size + 84}
      label={
        mode === "reuses"
          ? "Reuses from source department (rows) to reusing department (columns)"
          : "Reuses more or fewer than expected by chance, from source department (rows) to reusing department (columns)"
      }
    >
      <text x={left - 12} y={top - 12} class="faint end">
        {isFew ? "Source department ↓" : "Source ↓ Reusing →"}
      </text>
      {isFew && (
        <text x={left + size / 2} y="14" class="faint mid">
          Reusing department
        </text>
      )}
      {nodes.map((node, index) => (
        <Names key={node.id} node={node} index={index} left={left} top={top} cell={cell} isFew={isFew} isSilo={silos.has(node.id)} />
      ))}
      <Cells {...props} left={left} top={top} cell={cell} />
      <Sums table={table} left={left} top={top} cell={cell} />
      {mode === "reuses" ? (
        <ReuseKey largest={table.largest} left={left} y={top + size + 44} />
      ) : (
        <ChanceKey left={left} y={top + size + 44} />
      )}
    </Drawing>
  );
}

/** Names of rows stand in one line, or in several where that makes cells larger and these are high enough. */
function measure(names: readonly string[], width: number): { left: number; cell: number } {
  const longest = Math.max(60, ...names.map((name) => textWidth(name, "bold")));
  const [wide, wrapped] = [LONGEST_NAME, WRAPPED_NAME].map((most) => {
    const left = Math.min(most, longest) + 16;
    return { left, cell: Math.floor(Math.min(LARGEST_CELL, Math.max(SMALLEST_CELL, (width - left - SUMS) / Math.max(1, names.length)))) };
  }) as [Measures, Measures];
  return wide.cell < LARGEST_CELL && wrapped.cell >= WRAPPED_LINES * LINE ? wrapped : wide;
}

interface Measures {
  left: number;
  cell: number;
}

interface Place {
  left: number;
  top: number;
  cell: number;
}

function Names({
  node,
  index,
  left,
  top,
  cell,
  isFew,
  isSilo,
}: Place & { node: ChartNode; index: number; isFew: boolean; isSilo: boolean }) {
  const middle = left + cell * (index + 0.5);
  const tone = isSilo ? "t-risk" : "medium";
  const weight = isSilo ? "bold" : "medium";
  const rowLines = wrapText(node.name, left - 14, cell >= WRAPPED_LINES * LINE ? WRAPPED_LINES : 1, "bold");
  const isSmall = node.name.split(" ").some((word) => textWidth(word, weight) > cell - 4);
  const lines = isFew ? wrapText(node.name, cell - 4, COLUMN_LINES, weight, isSmall ? SMALL : undefined) : [];
  return (
    <>
      {rowLines.map((line, row) => (
        <text key={row} x={left - 12} y={top + cell * (index + 0.5) + 4 + LINE * (row - (rowLines.length - 1) / 2)} class={`${tone} end`}>
          {line}
        </text>
      ))}
      {lines.map((line, row) => (
        <text key={row} x={middle} y={top - 12 - LINE * (lines.length - 1 - row)} class={`${tone} mid${isSmall ? " small" : ""}`}>
          {line}
        </text>
      ))}
      {!isFew && (
        <text x={middle + 3} y={top - 8} transform={`rotate(-48 ${middle + 3} ${top - 8})`} class={tone}>
          {fitText(node.name, 134, "bold")}
        </text>
      )}
    </>
  );
}

/** One cell is reached by Tab, the others by arrow keys. */
function Cells({ table, mode, silos, selected, onSelect, left, top, cell }: Props & Place) {
  const group = useRef<SVGGElement>(null);
  const { nodes, largest, largestDifference } = table;
  const entries = nodes.flatMap((from, row) => nodes.map((to, column) => ({ exchange: exchangeAt(table, from, to), row, column })));
  const hasSelected = entries.some(({ exchange }) => exchange.key === selected);
  const onKeyDown = (event: KeyboardEvent, exchange: Exchange) => {
    if (event.key === "Escape") onSelect(undefined);
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      onSelect(exchange);
    }
    moveFocus(event, group.current, nodes.length);
  };
  return (
    <g ref={group}>
      {entries.map(({ exchange, row, column }, index) => {
        const difference = exchange.reuses - exchange.expected;
        const name = mode === "reuses" ? `s${stepOf(exchange.reuses, largest)}` : chanceClass(difference, largestDifference);
        const isOwn = row === column;
        const text = cellText(exchange, mode, nodes.length, cell - GAP);
        return (
          // biome-ignore lint/a11y/useSemanticElements: HTML buttons cannot stand in a drawing
          <g
            key={exchange.key}
            role="button"
            class={exchange.key === selected ? "cell selected" : "cell"}
            tabindex={exchange.key === selected || (!hasSelected && index === 0) ? 0 : -1}
            aria-label={mode === "chance" ? `${cellLabel(exchange, "")}: ${formatSigned(difference)}` : cellLabel(exchange, text)}
            aria-pressed={exchange.key === selected}
            onClick={() => onSelect(exchange)}
            onKeyDown={(event) => onKeyDown(event, exchange)}
          >
            <rect x={left + cell * column} y={top + cell * row} width={cell - GAP} height={cell - GAP} rx="3" class={name} />
            {isOwn && <Frame x={left + cell * column} y={top + cell * row} size={cell - GAP} isSilo={silos.has(nodes[row]?.id ?? "")} />}
            <text
              x={left + cell * (column + 0.5) - 1}
              y={top + cell * (row + 0.5) + 4}
              class={`mid cellno${isSolid(name) ? " on-solid" : ""}${name === "zero" ? " faint" : ""}`}
            >
              {text}
            </text>
          </g>
        );
      })}
    </g>
  );
}

function Frame({ x, y, size, isSilo }: { x: number; y: number; size: number; isSilo: boolean }) {
  return (
    <rect
      x={x + 1}
      y={y + 1}
      width={size - 2}
      height={size - 2}
      rx="2"
      class={isSilo ? "l-risk" : "l-ink"}
      stroke-width={isSilo ? 2 : 1.5}
    />
  );
}

function cellText({ reuses, expected }: Exchange, mode: MatrixMode, size: number, width: number): string {
  if (mode === "reuses") return reuses >= LEAST_SHOWN ? fitNumber(reuses, width - 2) : "";
  const text = formatSigned(reuses - expected);
  return text !== "0" || size <= FEW ? text : "";
}

/** Includes the figure that the cell shows, if it is rounded, because voice control finds a cell by its visible text. */
function cellLabel({ from, to, reuses, expected }: Exchange, shown: string): string {
  const seen = shown === formatNumber(reuses) || !shown ? "" : `about ${shown}, exactly `;
  return `${from.name} to ${to.name}: ${seen}${plural(reuses, "reuse")}, ${formatNumber(expected)} expected`;
}

const STEPS_BY_KEY: Record<string, [number, number]> = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };

function moveFocus(event: KeyboardEvent, group: SVGGElement | null, size: number): void {
  const step = STEPS_BY_KEY[event.key];
  if (!step || !group) return;
  event.preventDefault();
  const cells = [...group.children] as unknown as SVGElement[];
  const at = cells.indexOf(document.activeElement as unknown as SVGElement);
  const [row, column] = [Math.floor(at / size) + step[0], (at % size) + step[1]];
  if (row >= 0 && row < size && column >= 0 && column < size) cells[row * size + column]?.focus();
}

function Sums({ table: { nodes, given, received, total }, left, top, cell }: { table: ExchangeTable } & Place) {
  const end = left + cell * nodes.length;
  const below = top + cell * nodes.length + 18;
  return (
    <>
      <text x={end + 10} y={top - 12} class="faint">
        Sum
      </text>
      <text x={left - 12} y={below} class="faint end">
        Sum of reuses
      </text>
      {nodes.map(({ id }, index) => (
        <g key={id}>
          <text x={end + 10} y={top + cell * (index + 0.5) + 4} class="medium">
            {formatNumber(given.get(id))}
          </text>
          <text x={left + cell * (index + 0.5) - 1} y={below} class="medium mid">
            {formatNumber(received.get(id))}
          </text>
        </g>
      ))}
      <text x={end + 10} y={below} class="strong">
        {formatNumber(total)}
      </text>
    </>
  );
}

const KEY_WIDTH = 46;

function ReuseKey({ largest, left, y }: { largest: number; left: number; y: number }) {
  return (
    <>
      <text x={left - 12} y={y + 10} class="faint end">
        Square-root scale
      </text>
      {stepLimits(largest).map((limit, index) => (
        <g key={limit}>
          <rect x={left + index * KEY_WIDTH} y={y} width={KEY_WIDTH - 2} height="12" rx="2" class={`s${index + 1}`} />
          <text x={left + (index + 1) * KEY_WIDTH - 2} y={y + 26} class="small faint end">
            {index ? formatNumber(limit) : `up to ${formatNumber(limit)}`}
          </text>
        </g>
      ))}
    </>
  );
}

const CHANCE_KEY = ["less-3", "less-2", "less-1", "zero", "more-1", "more-3", "more-4", "more-5"];

function ChanceKey({ left, y }: { left: number; y: number }) {
  return (
    <>
      <text x={left - 12} y={y + 10} class="faint end">
        Against chance
      </text>
      {CHANCE_KEY.map((name, index) => (
        <rect key={name} x={left + index * KEY_WIDTH} y={y} width={KEY_WIDTH - 2} height="12" rx="2" class={name} />
      ))}
      <text x={left} y={y + 26} class="small faint">
        fewer than expected
      </text>
      <text x={left + 3.5 * KEY_WIDTH} y={y + 26} class="small faint mid">
        as expected
      </text>
      <text x={left + STEPS * KEY_WIDTH + 2 * KEY_WIDTH - 2} y={y + 26} class="small faint end">
        more than expected
      </text>
    </>
  );
}
