/** Which departments are silos, with the test behind each verdict. */

import { Link } from "wouter-preact";
import { VERDICT_LABELS } from "../../text/enum-labels";
import { formatNumber, formatPercent } from "../../text/format";
import { siloSentence, silosTitle } from "../../text/silo-sentences";
import { Table } from "../../ui/table";
import { evidenceLink } from "../../url/evidence-link";
import { departmentPath } from "../../url/paths";
import { linkWithView, useView } from "../../url/view-params";
import type { NetworkData } from "./page";

type Silo = NetworkData["silos"][number];

export function Silos({ silos: rows }: { silos: readonly Silo[] }) {
  const { search } = useView();
  const silos = rows.filter(({ verdict }) => verdict === "SILO");
  return (
    <section id="silos" aria-labelledby="silos-title">
      <h2 id="silos-title">{silosTitle(rows)}</h2>
      {silos.map((silo) => (
        <p key={silo.group.id}>{siloSentence(silo)}</p>
      ))}
      <Table
        caption="Reuse of a department’s own lessons compared with chance"
        file="silos"
        first={20}
        rows={rows}
        marked={({ verdict }) => verdict === "SILO"}
        emptyText="Nobody reused another person’s lesson in this period."
        columns={[
          {
            header: "Department",
            value: ({ group }) => group.name,
            show: ({ group: { id, name, kind } }) =>
              kind === "DEPARTMENT" ? <Link href={linkWithView(departmentPath(id), search)}>{name}</Link> : name,
          },
          { header: "Verdict", value: ({ verdict }) => VERDICT_LABELS[verdict] },
          {
            header: "Reuses",
            value: ({ events }) => events,
            show: (silo) => <ReuseCount silo={silo} kind="others" />,
            hint: "Reuses in the department of lessons learned by somebody else",
          },
          {
            header: "Own",
            value: ({ internal }) => internal,
            show: (silo) => <ReuseCount silo={silo} kind="home" />,
            hint: "Reuses of the department’s own lessons",
          },
          {
            header: "By chance",
            value: ({ expected }) => expected,
            hint: "Expected reuses of its own lessons if each reuse were drawn at random from the lessons available on that day",
          },
          {
            header: "Excess",
            value: ({ excess }) => excess,
            show: ({ excess }) => formatPercent(excess),
            hint: "0%: as often as by chance; 100%: only own lessons",
          },
          { header: "People", value: ({ people }) => people },
        ]}
      />
    </section>
  );
}

/** The number of all reuses, or of the reuses of the department's own lessons, with a link to them where the group is a single department. */
function ReuseCount({ silo: { group, events, internal }, kind }: { silo: Silo; kind: "others" | "home" }) {
  const { search, view } = useView();
  const count = formatNumber(kind === "others" ? events : internal);
  if (group.kind !== "DEPARTMENT") return <>{count}</>;
  const includeBelow = view.level !== undefined;
  const learnedIn = kind === "home" ? group.id : undefined;
  return <Link href={evidenceLink(search, { learnedIn, reusedIn: group.id, kind, includeBelow })}>{count}</Link>;
}
