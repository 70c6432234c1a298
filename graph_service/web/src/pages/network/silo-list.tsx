/** The departments in words, those nearest to a silo first: verdict, reason and sample. From ten departments on one line each, under a heading per verdict. */
import { Link } from "wouter-preact";
import { MAX_LABELLED } from "../../charts/silo-strip";
import type { SilosQuery } from "../../generated/graphql";
import { formatAbout, formatNumber, joinNames, plural } from "../../text/format";
import { siloReason, verdictName } from "../../text/silo-sentences";
import { Halves } from "../../ui/halves";
import { networkTabPath, ofDepartment } from "../../url/network-tab";
import { useView } from "../../url/view-params";
import type { Silo } from "./silos";

type Cells = SilosQuery["network"]["flow"]["cells"];

interface Props {
  silos: readonly Silo[];
  cells: Cells;
  /** Since when each silo is one, by its id. */
  since: ReadonlyMap<string, string>;
  highlighted: string | undefined;
  onHighlight: (id: string | undefined) => void;
  hrefOf: (group: Silo["group"]) => string | undefined;
}

const MANY = 10; // departments from which on each has one line
const FIRST = 8; // shown of the departments that are not silos; the others are collapsed
const WORTH_SAYING = 1; // expected reuses from which on it is said that there are none

export function SiloList(props: Props) {
  const { silos } = props;
  return (
    <section aria-labelledby="list">
      <h2 id="list">{`${plural(silos.length, "department")}${silos.length < MANY ? ", those nearest to a silo first" : ""}`}</h2>
      {silos.length < MANY ? <DetailedList {...props} /> : <GroupedList {...props} />}
      <Halves of={silos.map(({ internal }) => internal)} />
    </section>
  );
}

function DetailedList({ silos, cells, since, highlighted, onHighlight, hrefOf }: Props) {
  const { search } = useView();
  return (
    <ol class="rows silos">
      {silos.map((silo) => (
        <li
          key={silo.group.id}
          class={rowClass(silo, highlighted)}
          onMouseEnter={() => onHighlight(silo.group.id)}
          onMouseLeave={() => onHighlight(undefined)}
        >
          <h3>
            <Name silo={silo} hrefOf={hrefOf} />
          </h3>
          <Tag silo={silo} since={since.get(silo.group.id)} />
          <p>{siloReason(silo)}</p>
          {silo.verdict === "SILO" && (
            <>
              <p>{neglectSentence(silo.group.id, cells)}</p>
              <p class="btns">
                <Link class="btn" href={networkTabPath(search, "introductions", ofDepartment(silo.group.id))}>
                  Who should meet
                </Link>
                <Link class="btn" href={networkTabPath(search, "flow", ofDepartment(silo.group.id))}>
                  See the flow
                </Link>
              </p>
            </>
          )}
        </li>
      ))}
    </ol>
  );
}

function GroupedList({ silos, ...props }: Props) {
  const groups = [
    { name: "silos, the strongest first", rows: silos.filter(({ verdict }) => verdict === "SILO"), first: MAX_LABELLED },
    {
      name: "not silos, with 10 reuses or more",
      rows: silos.filter(({ verdict }) => verdict === "TYPICAL" || verdict === "OPEN"),
      first: FIRST,
    },
    { name: "with too few reuses to tell", rows: silos.filter(({ verdict }) => verdict === "TOO_LITTLE_EVIDENCE"), first: FIRST },
  ];
  return (
    <>
      {groups.map(
        ({ name, rows, first }) =>
          rows.length > 0 && (
            <>
              <h3 class="group">{`${rows.length} ${name}`}</h3>
              <Lines {...props} silos={rows.slice(0, first)} />
              {rows.length > first && (
                <details>
                  <summary>{`Show ${rows.length - first} more`}</summary>
                  <Lines {...props} silos={rows.slice(first)} />
                </details>
              )}
            </>
          ),
      )}
    </>
  );
}

function Lines({ silos, since, highlighted, onHighlight, hrefOf }: Omit<Props, "cells">) {
  const { search } = useView();
  return (
    <ol class="rows silos many">
      {silos.map((silo) => (
        <li
          key={silo.group.id}
          class={rowClass(silo, highlighted)}
          onMouseEnter={() => onHighlight(silo.group.id)}
          onMouseLeave={() => onHighlight(undefined)}
        >
          <h4>
            <Name silo={silo} hrefOf={hrefOf} />
          </h4>
          <p>{[ownAndExpected(silo), since.get(silo.group.id)].filter(Boolean).join(" · ")}</p>
          {silo.verdict === "SILO" && (
            <Link
              class="btn quiet"
              href={networkTabPath(search, "flow", ofDepartment(silo.group.id))}
              aria-label={`See the flow: ${silo.group.name}`}
            >
              See the flow
            </Link>
          )}
        </li>
      ))}
    </ol>
  );
}

function ownAndExpected({ internal, events, expected }: Silo): string {
  return `${formatNumber(internal)} of ${formatNumber(events)} its own; ${exact(expected)} expected`;
}

function exact(expected: number): string {
  return expected > 0 && expected < 0.05 ? "under 0.1" : formatNumber(expected);
}

function rowClass({ group, verdict }: Silo, highlighted: string | undefined): string {
  return [verdict === "SILO" ? "risk" : "", group.id === highlighted ? "highlighted" : ""].filter(Boolean).join(" ");
}

function Name({ silo: { group }, hrefOf }: { silo: Silo; hrefOf: Props["hrefOf"] }) {
  const href = hrefOf(group);
  return <>{href ? <Link href={href}>{group.name}</Link> : group.name}</>;
}

function Tag({ silo: { verdict }, since }: { silo: Silo; since: string | undefined }) {
  return <span class={verdict === "SILO" ? "tag risk" : "tag"}>{[verdictName(verdict), since].filter(Boolean).join(" · ")}</span>;
}

/** "It reused none from Parks or Buses, where about 8 would be expected." */
function neglectSentence(id: string, cells: Cells): string {
  const none = cells.filter(
    ({ from, to, observed, expected }) => to.id === id && from.id !== id && !observed && (expected ?? 0) >= WORTH_SAYING,
  );
  if (!none.length) return "";
  const total = none.reduce((sum, { expected }) => sum + (expected ?? 0), 0);
  const names = joinNames(none.sort((a, b) => (b.expected ?? 0) - (a.expected ?? 0)).map(({ from }) => from.name));
  return `None of its reuses were lessons of ${names.replace(" and ", none.length === 2 ? " or " : " and ")}, where ${formatAbout(total)} would be expected.`;
}
