/** Arcs between few departments in the order of the matrix: above to the right, below to the left; own reuse as the area of a circle. */
import { formatNumber, plural } from "../text/format";
import { Drawing } from "./drawing";
import { type ExchangeTable, exchangeAt } from "./exchange-table";
import { FocusableMark } from "./focusable-mark";
import { type ArcRoute, arcLayout, LINE } from "./layout/arc-layout";
import { fitNumber } from "./text-width";

interface Props {
  table: ExchangeTable;
  width: number;
  silos: ReadonlySet<string>;
}

export function Arcs({ table, width, silos }: Props) {
  const { nodes } = table;
  const { routes, axis, height, step, radiusOf, names } = arcLayout(table, width);
  return (
    <Drawing width={width} height={height} label="Arcs between departments; the matrix has the same figures">
      {routes.map((route, index) => (
        <FocusableMark key={route.key} href={undefined} aria-label={routeName(route)} isSkippedByTab={index < routes.length - 1}>
          <path d={route.path} class={route.isStrong ? "arc l-data" : "arc weak l-data2"} stroke-width={route.stroke}>
            <title>{routeName(route)}</title>
          </path>
        </FocusableMark>
      ))}
      {nodes.map((node, index) => {
        const own = exchangeAt(table, node, node).reuses;
        const radius = radiusOf(own);
        const x = step * (index + 0.5);
        const lines = names.get(node.id) ?? [];
        return (
          <g key={node.id}>
            <circle cx={x} cy={axis} r={radius} class={`${silos.has(node.id) ? "f-risk" : "f-data"} l-ground`} stroke-width="1.5">
              <title>{`${node.name}: ${plural(own, "reuse")} of its own lessons`}</title>
            </circle>
            {radius >= 9 && (
              <text x={x} y={axis + 4} class="mid on-solid">
                {fitNumber(own, 2 * radius - 2)}
              </text>
            )}
            {lines.map((line, row) => (
              <text key={row} x={x} y={axis + radius + 16 + LINE * row} class={`mid halo ${silos.has(node.id) ? "t-risk" : "medium"}`}>
                {line}
              </text>
            ))}
            {radius < 9 && own > 0 && (
              <text x={x} y={axis + radius + 16 + LINE * lines.length} class="mid small faint halo">
                {`${formatNumber(own)} own`}
              </text>
            )}
          </g>
        );
      })}
      {routes
        .filter(({ label }) => label)
        .map((route) => (
          <RouteLabel key={route.key} route={route} />
        ))}
    </Drawing>
  );
}

function routeName({ from, to, reuses }: ArcRoute): string {
  return `${from.name} to ${to.name}: ${plural(reuses, "reuse")}`;
}

function RouteLabel({ route: { label, labelX, labelY } }: { route: ArcRoute }) {
  return (
    <text x={labelX} y={labelY} class="mid t-data halo">
      {label}
    </text>
  );
}
