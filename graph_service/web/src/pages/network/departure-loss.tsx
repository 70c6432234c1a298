/** The reuses that would be missing without a person, in a sentence and by pair of departments. */
import type { WithoutQuery } from "../../generated/graphql";
import { formatNumber, plural } from "../../text/format";
import { Halves } from "../../ui/halves";
import { Table } from "../../ui/lists/table";

type Without = WithoutQuery["network"]["without"];

export function DepartureLoss({ id, name, without }: { id: string; name: string; without: Without }) {
  const rows = [...without.pairsLost.map((pair) => ({ ...pair, flowLost: pair.flow })), ...without.pairsWeakened];
  return (
    <>
      <p>
        <strong>Without {name}</strong>, {lossText(without)}.
      </p>
      <Table
        caption={lossCaption(without)}
        file={`without-${id}`}
        rows={rows}
        emptyText="No pair of departments would exchange less."
        columns={[
          { header: "Source department", value: ({ from }) => from.name },
          { header: "Reusing department", value: ({ to }) => to.name },
          { header: "Reuses", value: ({ flow }) => flow },
          { header: "Missing", value: ({ flowLost }) => flowLost },
        ]}
      />
      <Halves of={[without.eventsLost, without.flowLost, ...rows.flatMap(({ flow, flowLost }) => [flow, flowLost])]} />
    </>
  );
}

/** The table has only reuses across departments, so its sum can be less than what the sentence above it says. */
function lossCaption({ eventsLost, flowLost }: Without): string {
  const across = formatNumber(flowLost);
  return across === formatNumber(eventsLost)
    ? "Exchanges that would lose reuses"
    : `Exchanges that would lose reuses: ${across} of the ${formatNumber(eventsLost)} are between departments`;
}

function lossText({ events, eventsLost, pairsLost }: Without): string {
  const reuses = `${formatNumber(eventsLost)} of ${plural(events, "reuse")} would be missing`;
  return pairsLost.length ? `${reuses}, and ${plural(pairsLost.length, "pair")} of departments would exchange nothing` : reuses;
}
