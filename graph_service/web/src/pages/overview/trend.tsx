/** Reuses per quarter, across and within departments, as a stacked bar chart. */
import { useCallback, useMemo } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import { Chart, type Palette, tooltipStyle } from "../../charts/chart";
import type { OverviewQuery } from "../../generated/graphql";
import { formatDate, formatNumber, plural } from "../../text/format";
import { Table } from "../../ui/table";
import { evidenceLink } from "../../url/evidence-link";
import { changeParams } from "../../url/view-params";

type Timeline = OverviewQuery["trend"]["timeline"];

export function Trend({ timeline, search }: { timeline: Timeline; search: string }) {
  const [, navigate] = useLocation();
  const quarters = useMemo(() => quartersOf(timeline, search), [timeline, search]);
  const draw = useCallback((palette: Palette) => trendChart(quarters, palette), [quarters]);
  if (!quarters.length) return null;
  const peak = quarters.reduce((largest, quarter) => (quarter.events > largest.events ? quarter : largest));
  const description = quarters.map(({ name, events }) => `${name} ${formatNumber(events)}`).join("; ");
  return (
    <section aria-labelledby="trend">
      <h2 id="trend">{peak.events ? `Reuse peaked in ${peak.name}: ${plural(peak.events, "reuse")}` : "Reuses per quarter"}</h2>
      <Chart label={`Reuses per quarter: ${description}.`} height={260} draw={draw} file="reuse-per-quarter" onNavigate={navigate} />
      <details>
        <summary>Show as table</summary>
        <Table
          caption="Reuses per quarter"
          file="reuse-per-quarter"
          rows={quarters}
          columns={[
            { header: "Quarter", value: ({ name }) => name },
            {
              header: "Reuses",
              value: ({ events }) => events,
              show: ({ events, href }) => <Link href={href}>{formatNumber(events)}</Link>,
            },
            { header: "Across departments", value: ({ across }) => across },
            { header: "Within a department", value: ({ within }) => within },
          ]}
        />
      </details>
    </section>
  );
}

interface Quarter {
  name: string;
  /** The address of its reuses. */
  href: string;
  events: number;
  within: number;
  across: number;
}

function quartersOf(timeline: Timeline, search: string): Quarter[] {
  return timeline.map(({ window: { from, to }, network: { flow } }) => {
    const params = changeParams(search, { span: undefined, from: from ?? undefined, to: to ?? undefined });
    return { name: quarterName(from ?? ""), href: evidenceLink(params, {}), ...flow };
  });
}

function trendChart(quarters: readonly Quarter[], palette: Palette) {
  const series = (name: string, color: string, value: (quarter: Quarter) => number) => ({
    type: "bar" as const,
    stack: "reuses",
    name,
    data: quarters.map((quarter) => ({ value: value(quarter), href: quarter.href })),
    itemStyle: { color },
    barMaxWidth: 28,
  });
  return {
    grid: { left: 40, right: 12, top: 36, bottom: 28 },
    legend: { top: 0, left: 0, icon: "rect", itemWidth: 12, itemHeight: 12, textStyle: { color: palette.faint } },
    tooltip: { trigger: "axis" as const, ...tooltipStyle(palette) },
    xAxis: {
      type: "category" as const,
      data: quarters.map(({ name }) => name),
      axisLine: { lineStyle: { color: palette.rule } },
      axisTick: { show: false },
      axisLabel: { color: palette.faint, hideOverlap: true },
    },
    yAxis: { type: "value" as const, splitLine: { lineStyle: { color: palette.rule } }, axisLabel: { color: palette.faint } },
    series: [
      series("across departments", palette.data, ({ across }) => across),
      series("within a department", palette.data3, ({ within }) => within),
    ],
  };
}

/** "2025 Q4" for the first day of a quarter. */
function quarterName(iso: string): string {
  const month = Number(iso.slice(5, 7));
  return month ? `${iso.slice(0, 4)} Q${Math.ceil(month / 3)}` : formatDate(iso);
}
