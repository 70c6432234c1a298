/** The journey of a lesson: where it was learned, where it was reused and with what result, and which lessons build on it. */
import type { ComponentChildren } from "preact";
import { formatMonth } from "../text/format";
import { Drawing } from "./drawing";
import { type JourneyData, type JourneyEvent, layoutJourney, layoutNarrowJourney, type MarkKind } from "./layout/journey-layout";
import type { Move } from "./layout/lesson-moves";
import { MARK_LABELS, MarkShape } from "./mark-shape";
import { fitText } from "./text-width";

const NARROW = 640; // pixels: below, time runs down

interface Props {
  data: JourneyData;
  width: number;
  /** Where a mark leads. */
  hrefOf: (event: JourneyEvent) => string;
}

export function Journey({ data, width, hrefOf }: Props) {
  return (
    <>
      <Key hasMoves={data.moves.length > 0 && width >= NARROW} />
      {width < NARROW ? (
        <NarrowJourney data={data} width={width} hrefOf={hrefOf} />
      ) : (
        <WideJourney data={data} width={width} hrefOf={hrefOf} />
      )}
    </>
  );
}

interface KeyProps {
  /** The kinds of marks in the picture; all by default. */
  kinds?: ReadonlySet<MarkKind>;
  /** Other names of kinds than the usual. */
  labels?: Partial<Record<MarkKind, string>>;
  hasMoves?: boolean;
}

export function Key({ kinds, labels, hasMoves = false }: KeyProps) {
  return (
    <ul class="key marks">
      {(Object.entries(MARK_LABELS) as [MarkKind, string][])
        .filter(([kind]) => !kinds || kinds.has(kind))
        .map(([kind, label]) => (
          <li key={kind}>
            <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
              <MarkShape kind={kind} x={9} y={9} />
            </svg>
            {labels?.[kind] ?? label}
          </li>
        ))}
      {hasMoves && (
        <li>
          <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
            <path d="M1 9H17" class="l-ink dash" stroke-width="1.5" />
          </svg>
          somebody moved to another department
        </li>
      )}
    </ul>
  );
}

function WideJourney({ data, width, hrefOf }: Props) {
  const { height, source, lanes, branches, moves, marks, ticks, today } = layoutJourney(data, width);
  return (
    <Drawing width={width} height={height} label={pictureLabel(data)}>
      {ticks.map(({ x, text }) => (
        <g key={text}>
          <path d={`M${x} 30V${height - 20}`} class="l-grid" />
          <text x={x + 5} y={height - 4} class="faint">
            {text}
          </text>
        </g>
      ))}
      <path d={`M${today} 30V${height - 20}`} class="l-axis dash" />
      <text x={today} y={height - 4} class="faint mid">
        today
      </text>
      {lanes.map(({ name, y, from, to }) => (
        <g key={name}>
          <LaneName name={name} y={y} />
          <path d={`M148 ${y}H${today}`} class="l-grid" />
          <path d={`M${from} ${y}H${to}`} class="l-data2" stroke-width="2.5" />
        </g>
      ))}
      {branches.map((d) => (
        <path key={d} d={d} class="l-data2" stroke-width="2.5" />
      ))}
      {moves.map(({ move, path }) => (
        <path key={path} d={path} class="l-ink dash move" stroke-width="1.5">
          <title>{moveSentence(move)}</title>
        </path>
      ))}
      <Source {...source} />
      <text x={source.x - 8} y={source.y - 20} class="medium halo">
        {fitText(data.source.text, width - source.x - 16)}
      </text>
      {marks.map(({ label }) => label?.leader && <path key={label.leader} d={label.leader} class="l-axis" />)}
      {marks.map(({ event, x, y, label }) => (
        <g key={event.id}>
          <MarkLink event={event} href={hrefOf(event)}>
            <circle cx={x} cy={y} r="12" class="f-none" />
            <MarkShape kind={event.kind} x={x} y={y} />
          </MarkLink>
          {label?.lines.map((line, index) => (
            <text
              key={line}
              x={label.x}
              y={label.y + 15 * index}
              class={`${index ? (event.kind === "BACKFIRED" ? "t-risk small" : "small faint") : "medium"} halo${label.isEnd ? " end" : ""}`}
            >
              {line}
            </text>
          ))}
        </g>
      ))}
    </Drawing>
  );
}

const LANE_NAME_WIDTH = 140; // pixels

/** In two lines, broken before "and", when it is long. */
function LaneName({ name, y }: { name: string; y: number }) {
  const [, first = name, second = ""] = / and /.test(name) ? (/^(.*?) (and .*)$/.exec(name) ?? []) : [];
  return (
    <>
      <text x="0" y={y + (second ? 0 : 4)} class="strong">
        {fitText(first, LANE_NAME_WIDTH, "bold")}
      </text>
      {second && (
        <text x="0" y={y + 14} class="small faint">
          {fitText(second, LANE_NAME_WIDTH, "regular", 11)}
        </text>
      )}
    </>
  );
}

function NarrowJourney({ data, width, hrefOf }: Props) {
  const { height, source, lanes, branches, rows, textX } = layoutNarrowJourney(data, width);
  const room = width - textX;
  return (
    <Drawing width={width} height={height} label={pictureLabel(data)}>
      {lanes.map(({ name, x, from, to }) => (
        <path key={name} d={`M${x} ${from}V${to}`} class="l-data2" stroke-width="2.5" />
      ))}
      {branches.map((d) => (
        <path key={d} d={d} class="l-data2" stroke-width="2.5" />
      ))}
      <Source {...source} />
      <text x={textX} y={source.y} class="medium">
        {fitText(data.source.text, room)}
      </text>
      <text x={textX} y={source.y + 16} class="small faint">
        {fitText([data.source.lanes.join(", "), formatMonth(data.source.day)].filter(Boolean).join(", "), room, "regular", 11)}
      </text>
      {rows.map(({ event, x, y }) => (
        <g key={event.id}>
          <MarkLink event={event} href={hrefOf(event)}>
            <rect x="0" y={y - 14} width={width} height="36" class="f-none" />
            <MarkShape kind={event.kind} x={x} y={y} />
          </MarkLink>
          <text x={textX} y={y} class="medium">
            {fitText(event.lines[0], room)}
          </text>
          <text x={textX} y={y + 16} class={event.kind === "BACKFIRED" ? "t-risk small" : "small faint"}>
            {fitText(`${event.lane}, ${formatMonth(event.day)}: ${MARK_LABELS[event.kind]}`, room, "regular", 11)}
          </text>
        </g>
      ))}
    </Drawing>
  );
}

/** The text beside a mark is not a part of its link: it may be shortened, and the name of a link must contain its text. */
function MarkLink({ event, href, children }: { event: JourneyEvent; href: string; children: ComponentChildren }) {
  const { lane, day, kind, lines } = event;
  const name = `${lines[0]}, ${lane}, ${formatMonth(day)}: ${MARK_LABELS[kind]}`;
  return (
    <a href={href} class="mark" aria-label={name}>
      <title>{name}</title>
      {children}
    </a>
  );
}

function Source({ x, y }: { x: number; y: number }) {
  return (
    <>
      <circle cx={x} cy={y} r="10" class="f-ground l-data" stroke-width="2.5" />
      <circle cx={x} cy={y} r="5" class="f-data" />
    </>
  );
}

/** "Nadja Petrov moved from Roads to Water in July 2023." */
export function moveSentence({ person, from, to, day }: Move): string {
  return `${person} moved from ${from} to ${to} in ${formatMonth(day)}.`;
}

function pictureLabel({ events }: JourneyData): string {
  const built = events.filter(({ kind }) => kind === "built").length;
  return `Time line of ${events.length - built} reuses and ${built} lessons that build on the lesson; the table has the same`;
}
