/** Where arcs between departments run, how wide they are, and which are named, so that names do not overlap. */
import { formatNumber } from "../../text/format";
import { type Exchange, type ExchangeTable, exchangeAt } from "../exchange-table";
import { textWidth, wrapText } from "../text-width";

export interface ArcRoute extends Exchange {
  path: string;
  stroke: number;
  isStrong: boolean;
  label: string | undefined;
  labelX: number;
  labelY: number;
}

export interface ArcLayout {
  /** The widest last, so that they lie on top. */
  routes: ArcRoute[];
  axis: number;
  height: number;
  step: number;
  radiusOf: (own: number) => number;
  /** The name of each department in lines, by id. */
  names: ReadonlyMap<string, readonly string[]>;
}

export const LINE = 14; // pixels between two lines of a name
const NAME_LINES = 3;

export const LEAST_DRAWN = 1; // reuses of a route
const STRONG = 5; // reuses from which on a route is strong and named
const PER_REUSE = 1.7; // pixels, where the widest allows it
const WIDEST = 16;
const FLATTEST = 40;
const HIGHEST = 190; // pixels from the axis to the top of the longest arc
const MARGIN = 24;

export function arcLayout(table: ExchangeTable, width: number): ArcLayout {
  const { nodes } = table;
  const step = width / Math.max(1, nodes.length);
  const place = new Map(nodes.map(({ id }, index) => [id, index]));
  const drawn = drawnRoutes(table);
  const names = new Map(nodes.map(({ id, name }) => [id, wrapText(name, step - 8, NAME_LINES, "bold")]));
  // The label of the flattest arc is below the longest name.
  const flattest = FLATTEST + LINE * (Math.max(1, ...[...names.values()].map(({ length }) => length)) - 1);
  const perReuse = Math.min(PER_REUSE, WIDEST / Math.max(1, ...drawn.map(({ reuses }) => reuses)));
  const heightOf = (distance: number) => flattest + ((HIGHEST - flattest) * (distance - 1)) / Math.max(1, nodes.length - 2);
  const reach = Math.max(flattest, ...drawn.map(({ from, to }) => heightOf(Math.abs((place.get(from.id) ?? 0) - (place.get(to.id) ?? 0)))));
  const axis = MARGIN + reach;
  const labels: { x: number; y: number; width: number }[] = [];
  const routes = drawn.map((exchange): ArcRoute => {
    const [a, b] = [place.get(exchange.from.id) ?? 0, place.get(exchange.to.id) ?? 0];
    const isAbove = b > a;
    const [from, to] = [step * (a + 0.5), step * (b + 0.5)];
    const high = heightOf(Math.abs(b - a));
    const label = { x: (from + to) / 2, y: isAbove ? axis - high - 8 : axis + high + 18, width: textWidth(labelOf(exchange), "bold") };
    const isFree = labels.every(
      (other) => Math.abs(label.x - other.x) > (label.width + other.width) / 2 + 8 || Math.abs(label.y - other.y) > 16,
    );
    const fits = label.x - label.width / 2 >= 0 && label.x + label.width / 2 <= width;
    const isNamed = exchange.reuses >= STRONG && isFree && fits;
    if (isNamed) labels.push(label);
    return {
      ...exchange,
      path: `M${round(from)} ${axis}A${round(Math.abs(to - from) / 2)} ${round(high)} 0 0 1 ${round(to)} ${axis}`,
      stroke: round(Math.max(1, perReuse * exchange.reuses)),
      isStrong: exchange.reuses >= STRONG,
      label: isNamed ? labelOf(exchange) : undefined,
      labelX: label.x,
      labelY: label.y,
    };
  });
  const largestOwn = Math.max(1, ...nodes.map((node) => exchangeAt(table, node, node).reuses));
  const radiusOf = (own: number) => Math.max(4, 16 * Math.sqrt(own / largestOwn));
  return { routes: routes.reverse(), axis, height: axis + reach + MARGIN + 4, step, radiusOf, names };
}

/** Routes of one reuse or more between two departments, the busiest first. */
export function drawnRoutes({ exchanges }: ExchangeTable): Exchange[] {
  return [...exchanges.values()]
    .filter(({ from, to, reuses }) => from.id !== to.id && reuses >= LEAST_DRAWN)
    .sort((a, b) => b.reuses - a.reuses);
}

function labelOf({ from, to, reuses }: Exchange): string {
  return `${shortName(from.name)} to ${shortName(to.name)}: ${formatNumber(reuses)}`;
}

/** "Water" for "Water and Wastewater": the label lies between both departments, whose whole names are below. */
function shortName(name: string): string {
  return name.split(/ and |, | \(/)[0] as string;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
