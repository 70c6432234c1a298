/** Arcs between few departments in the order of the matrix: above to the right, below to the left; own reuse as the area of a circle. */
import { formatNumber, formatWhole, plural } from "../text/format";
import { Drawing } from "./drawing";
import { type ExchangeTable, exchangeAt } from "./exchange-table";
import { FocusableMark } from "./focusable-mark";
import { type ArcRoute, arcLayout } from "./layout/arc-layout";
import { fitText } from "./text-width";

interface Props {
  table: ExchangeTable;
  width: number;
  silos: ReadonlySet<string>;
}

export function Arcs({ table, width, silos }: Props) {
  const { nodes } = table;
  const { routes, axis, height, step, radiusOf } = arcLayout(table, width);
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
        return (
          <g key={node.id}>
            <circle cx={x} cy={axis} r={radius} class={`${silos.has(node.id) ? "f-risk" : "f-data"} l-ground`} stroke-width="1.5">
              <title>{`${node.name}: ${plural(own, "reuse")} of its own lessons`}</title>
            </circle>
            {radius >= 9 && (
              <text x={x} y={axis + 4} class="mid on-solid">
                {formatWhole(own)}
              </text>
            )}
            <text x={x} y={axis + radius + 16} class={`mid halo ${silos.has(node.id) ? "t-risk" : "medium"}`}>
              {fitText(node.name, step - 8, "bold")}
            </text>
            {radius < 9 && own > 0 && (
              <text x={x} y={axis + radius + 30} class="mid small faint halo">
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
