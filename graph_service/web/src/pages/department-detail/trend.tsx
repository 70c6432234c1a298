/** What the people of a department reused, by quarter: lessons of others and its own. */
import { useQuery } from "../../api/graphql-client";
import { Picture } from "../../charts/picture";
import { QuarterBars } from "../../charts/quarter-bars";
import { DepartmentTrendDocument, type DepartmentTrendQuery } from "../../generated/graphql";
import { isPartial, type Quarter, trendOf } from "../../text/trend";
import { trendTitle } from "../../text/trend-sentences";
import { Halves } from "../../ui/halves";
import { quarterColumns } from "../../ui/quarter-columns";
import { QueryResult } from "../../ui/query-result";
import { evidenceLink } from "../../url/evidence-link";
import { addDays, changeParams, tomorrow, useView } from "../../url/view-params";

export function DepartmentTrend({ id }: { id: string }) {
  const { view } = useView();
  const query = useQuery(DepartmentTrendDocument, { window: view.window ?? { from: null, to: tomorrow() } });
  return (
    <section aria-labelledby="trend">
      <QueryResult query={query}>{({ network }) => <Trend id={id} quarters={quartersOf(id, network.timeline)} />}</QueryResult>
    </section>
  );
}

/** Quarters before the first reuse are left out. */
function quartersOf(id: string, timeline: DepartmentTrendQuery["network"]["timeline"]): Quarter[] {
  const quarters = timeline.map(({ window: { from, to }, network: { silos } }): Quarter => {
    const { events = 0, internal = 0 } = silos.find(({ group }) => group.id === id) ?? {};
    return { from: from ?? "", to: to ?? "", reuses: events, within: internal, across: events - internal };
  });
  const began = quarters.findIndex(({ reuses }) => reuses > 0);
  return began < 0 ? [] : quarters.slice(began);
}

function Trend({ id, quarters }: { id: string; quarters: readonly Quarter[] }) {
  const { search } = useView();
  const last = quarters.findLast(({ reuses }) => reuses > 0);
  if (!last) return null;
  const hrefOf = ({ from, to }: Quarter) =>
    evidenceLink(changeParams(search, { span: undefined, from, to }), { reusedIn: id, kind: "others", includeBelow: true });
  return (
    <>
      <h2 id="trend">{`What it reused by quarter. ${trendTitle(trendOf(quarters, addDays(last.to, -1)))}`}</h2>
      <Picture
        file={`trend-${id}`}
        table={{
          caption: "Reuses of the department by quarter",
          rows: quarters,
          columns: quarterColumns(hrefOf, ["Lessons of others", "Its own lessons"]),
        }}
        footer={
          <>
            {quarters.some(isPartial) && <p class="meta">Striped quarters are incomplete.</p>}
            <Halves of={quarters.flatMap(({ within, across }) => [within, across])} />
          </>
        }
      >
        {(width) => <QuarterBars quarters={quarters} width={width} hrefOf={hrefOf} labels={["lessons of others", "its own lessons"]} />}
      </Picture>
    </>
  );
}
