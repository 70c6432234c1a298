/** Beside the matrix: the reuses of the selected cell, or the routes worth looking at. */
import { Link } from "wouter-preact";
import { useDirectory } from "../../api/directory";
import { useQuery } from "../../api/graphql-client";
import { type Exchange, type ExchangeTable, exchangeAt } from "../../charts/exchange-table";
import type { ChartNode } from "../../charts/layout/rollup";
import { FlowCellReusesDocument, type FlowCellReusesQuery } from "../../generated/graphql";
import { OUTCOME_LABELS } from "../../text/enum-labels";
import { formatAbout, formatDate, formatNumber, plural } from "../../text/format";
import { savingsTexts } from "../../text/reuse-summary";
import { QueryResult } from "../../ui/query-result";
import { evidenceWhere } from "../../url/evidence-filter";
import { evidenceLink } from "../../url/evidence-link";
import { lessonPath } from "../../url/paths";
import { useView } from "../../url/view-params";

interface Props {
  table: ExchangeTable;
  selected: string | undefined;
  onSelect: (exchange: Exchange | undefined) => void;
}

export function FlowPanel({ table, selected, onSelect }: Props) {
  const exchange = table.nodes.flatMap((from) => table.nodes.map((to) => exchangeAt(table, from, to))).find(({ key }) => key === selected);
  return (
    <aside class="side route-panel" aria-live="polite" aria-label="Details">
      {exchange ? <Details exchange={exchange} table={table} onSelect={onSelect} /> : <Routes table={table} onSelect={onSelect} />}
    </aside>
  );
}

const LISTED = 3; // routes of each kind
const WORTH_LISTING = 1; // reuses more or fewer than expected

function Routes({ table, onSelect }: { table: ExchangeTable; onSelect: Props["onSelect"] }) {
  const cross = [...table.exchanges.values()].filter(({ from, to }) => from.id !== to.id && isShown(table, from) && isShown(table, to));
  const difference = ({ reuses, expected }: Exchange) => reuses - expected;
  const groups = [
    { name: "Busiest routes", rows: [...cross].filter(({ reuses }) => reuses > 0).sort((a, b) => b.reuses - a.reuses) },
    {
      name: "Far more than expected",
      rows: cross.filter((row) => difference(row) >= WORTH_LISTING).sort((a, b) => difference(b) - difference(a)),
    },
    {
      name: "Far fewer than expected",
      rows: cross.filter((row) => difference(row) <= -WORTH_LISTING).sort((a, b) => difference(a) - difference(b)),
    },
  ];
  return (
    <>
      {groups.map(
        ({ name, rows }) =>
          rows.length > 0 && (
            <div key={name}>
              <h2 class={name === "Far fewer than expected" ? "chance-text" : undefined}>{name}</h2>
              <ul class="rows small-rows">
                {rows.slice(0, LISTED).map((row) => (
                  <li key={row.key}>
                    <button type="button" class="quiet inline" onClick={() => onSelect(row)}>
                      {`${row.from.name} to ${row.to.name}`}
                    </button>
                    <span class="meta">{`${plural(row.reuses, "reuse")}, ${formatNumber(row.expected)} expected`}</span>
                  </li>
                ))}
              </ul>
            </div>
          ),
      )}
      <p class="meta on-screen">Select a cell for its reuses, people and lessons.</p>
    </>
  );
}

function isShown({ nodes }: ExchangeTable, { id }: ChartNode): boolean {
  return nodes.some((node) => node.id === id);
}

function Details({ exchange, table, onSelect }: { exchange: Exchange; table: ExchangeTable; onSelect: Props["onSelect"] }) {
  const { from, to, reuses, expected } = exchange;
  const back = exchangeAt(table, to, from);
  return (
    <>
      <div class="between">
        <h2>{from.id === to.id ? `${from.name}: own lessons` : `${from.name} to ${to.name}`}</h2>
        <button type="button" class="quiet" onClick={() => onSelect(undefined)}>
          Close
        </button>
      </div>
      <p>
        <strong class="big">{plural(reuses, "reuse")}</strong>
        {`${formatAbout(expected)} would be expected by chance`.replace(/^./, (letter) => letter.toUpperCase())}.
      </p>
      {from.id !== to.id && (
        <dl class="facts">
          <dt>Way back</dt>
          <dd>{`${plural(back.reuses, "reuse")}, ${formatNumber(back.expected)} expected`}</dd>
        </dl>
      )}
      {isOneDepartment(from) && isOneDepartment(to) ? (
        reuses > 0 && <CellReuses from={from} to={to} reuses={reuses} />
      ) : (
        <p class="meta">Several departments together; the table has each of them.</p>
      )}
      <p class="meta on-screen">Arrow keys move to the next cell, Escape closes.</p>
    </>
  );
}

function isOneDepartment({ kind, isCollapsed }: ChartNode): boolean {
  return kind === "DEPARTMENT" && !isCollapsed;
}

function CellReuses({ from, to, reuses }: { from: ChartNode; to: ChartNode; reuses: number }) {
  const { view, search } = useView();
  const { data: directory } = useDirectory();
  const filter = { learnedIn: from.id, reusedIn: to.id, kind: "others", includeBelow: view.level !== undefined } as const;
  const query = useQuery(FlowCellReusesDocument, directory && { where: evidenceWhere(directory, view, filter) });
  return (
    <QueryResult query={query}>
      {(data) => (
        <>
          <Facts data={data} />
          <ul class="rows small-rows">
            {data.reuses.nodes.map(({ id, lesson, person, reusedOn, outcome, hoursSaved }) => (
              <li key={id}>
                <Link href={lessonPath(lesson.id)}>{lesson.title}</Link>
                <span class="meta">
                  {[
                    person?.name ?? "somebody",
                    formatDate(reusedOn),
                    outcome && OUTCOME_LABELS[outcome],
                    hoursSaved && `${formatNumber(hoursSaved)}\u00a0h`,
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
              </li>
            ))}
          </ul>
          {data.total.count !== reuses && (
            <p class="meta">{`${plural(data.total.count, "reuse")} in the list: one of a lesson that several departments learned counts in parts.`}</p>
          )}
          <Link class="btn" href={evidenceLink(search, filter)}>
            {data.total.count === 1 ? "Show the reuse" : `Show all ${formatNumber(data.total.count)} reuses`}
          </Link>
        </>
      )}
    </QueryResult>
  );
}

function Facts({ data: { total, people, outcomes, projects } }: { data: FlowCellReusesQuery }) {
  const savings = savingsTexts(total.hoursSaved.sum, total.costAvoided);
  const [project] = [...projects.nodes].sort((a, b) => b.count - a.count);
  const rated = outcomes.nodes.flatMap(({ keys, count }) => {
    const outcome = keys[0]?.value as keyof typeof OUTCOME_LABELS | null | undefined;
    return outcome ? [`${formatNumber(count)} ${OUTCOME_LABELS[outcome]}`] : [];
  });
  return (
    <dl class="facts">
      <dt>People</dt>
      <dd>{plural(people.totalCount, "person", "people")}</dd>
      <dt>Saved</dt>
      <dd>{savings.length ? `${savings.join(", ")}, as reported` : "not reported"}</dd>
      <dt>Outcome</dt>
      <dd>{rated.length ? rated.join(", ") : "not rated yet"}</dd>
      <dt>{projects.totalCount === 1 ? "Project" : "Projects"}</dt>
      <dd>
        {projects.totalCount === 1
          ? project?.keys[0]?.value
          : `${projects.totalCount}, most on ${project?.keys[0]?.value ?? "an unknown one"}`}
      </dd>
    </dl>
  );
}
