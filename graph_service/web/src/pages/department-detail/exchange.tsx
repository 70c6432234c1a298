/** What a department took from others and gave to them: diverging bars, with the same figures as a table. */
import { Link } from "wouter-preact";
import { DivergingBars } from "../../charts/diverging-bars";
import type { DivergingRow } from "../../charts/layout/diverging-layout";
import { Picture } from "../../charts/picture";
import { formatNumber, formatTimes } from "../../text/format";
import { sum } from "../../text/sentences";
import { Halves } from "../../ui/halves";
import type { Column } from "../../ui/lists/table";
import { evidenceLink } from "../../url/evidence-link";
import { departmentPath } from "../../url/paths";
import { useView } from "../../url/view-params";
import type { NetworkData } from "./page";

const MAX_ROWS = 14; // in the picture; the table has all

interface Props {
  id: string;
  name: string;
  cells: NetworkData["flow"]["cells"];
}

interface Partner extends DivergingRow {
  isDepartment: boolean;
  hoursTaken: number | null;
  hoursGiven: number | null;
}

export function Exchange({ id, name, cells }: Props) {
  const { search } = useView();
  const partners = partnersOf(id, cells);
  const gave = sum(partners.map(({ right }) => right));
  const took = sum(partners.map(({ left }) => left));
  const hrefOf = ({ id: other }: DivergingRow, side: "left" | "right") => {
    if (!partners.find((partner) => partner.id === other)?.isDepartment) return undefined;
    return evidenceLink(search, {
      ...(side === "left" ? { learnedIn: other, reusedIn: id } : { learnedIn: id, reusedIn: other }),
      kind: "others",
    });
  };
  return (
    <section aria-labelledby="exchange">
      <h2 id="exchange">
        {partners.length
          ? `Took lessons from others ${formatTimes(took)}, gave lessons to others ${formatTimes(gave)}`
          : "Exchange with other departments"}
      </h2>
      {partners.length ? (
        <Picture
          file={`exchange-${id}`}
          table={{ caption: `Reuses between ${name} and others in this period`, rows: partners, columns: columnsOf(hrefOf) }}
          footer={
            <>
              <p class="meta">
                {partners.length > MAX_ROWS && `The ${MAX_ROWS} with most exchange of ${partners.length}; the table has all. `}
                Reuses of lessons that somebody else had learned.
              </p>
              <Halves of={[took, gave, ...partners.flatMap(({ left, right }) => [left, right])]} />
            </>
          }
        >
          {(width) => (
            <DivergingBars
              rows={partners.slice(0, MAX_ROWS)}
              width={width}
              label={`Reuses between ${name} and each other department; the table has the same`}
              sides={["Took from", "Gave to"]}
              hrefOf={hrefOf}
            />
          )}
        </Picture>
      ) : (
        <p class="empty">No reuses in this period, or the department has too few people to be shown on its own.</p>
      )}
    </section>
  );
}

/** The departments with which lessons were exchanged, most exchange first. */
function partnersOf(id: string, cells: Props["cells"]): Partner[] {
  const found = new Map<string, Partner>();
  for (const { from, to, observed, hoursSaved } of cells) {
    if (from.id === to.id || !observed) continue;
    const isTaken = to.id === id;
    const other = isTaken ? from : to;
    const partner = found.get(other.id) ?? {
      id: other.id,
      name: other.name,
      isDepartment: other.kind === "DEPARTMENT",
      left: 0,
      right: 0,
      hoursTaken: null,
      hoursGiven: null,
    };
    const hours = hoursSaved ?? null;
    found.set(other.id, { ...partner, ...(isTaken ? { left: observed, hoursTaken: hours } : { right: observed, hoursGiven: hours }) });
  }
  return [...found.values()].sort((a, b) => b.left + b.right - a.left - a.right || a.name.localeCompare(b.name));
}

function columnsOf(hrefOf: (row: DivergingRow, side: "left" | "right") => string | undefined): Column<Partner>[] {
  const count = (partner: Partner, side: "left" | "right") => {
    const href = partner[side] ? hrefOf(partner, side) : undefined;
    return href ? <Link href={href}>{formatNumber(partner[side])}</Link> : formatNumber(partner[side]);
  };
  return [
    {
      header: "Department",
      value: ({ name }) => name,
      show: ({ id, name, isDepartment }) => (isDepartment ? <Link href={departmentPath(id)}>{name}</Link> : name),
    },
    { header: "Took from", value: ({ left }) => left, show: (partner) => count(partner, "left") },
    { header: "Gave to", value: ({ right }) => right, show: (partner) => count(partner, "right") },
    { header: "Hours saved here", value: ({ hoursTaken }) => hoursTaken, optional: true },
    { header: "Hours saved there", value: ({ hoursGiven }) => hoursGiven, optional: true },
  ];
}
