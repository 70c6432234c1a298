/** What reuse saved and how sure that is, in the words of the report. */
import type { OverviewQuery, SendQuery } from "../../generated/graphql";
import { formatMoney, formatNumber, formatPercent, joinNames, type Money, plural } from "../../text/format";

interface Saving {
  hoursSaved?: number | null;
  costAvoided: readonly Money[];
}

/** What all reuses of other people’s lessons saved: `others`, and `unattributed` ones, of which a department is unknown. */
export function savingsText({ now }: OverviewQuery, { network }: SendQuery, others: number, unattributed: number): string {
  const { reported, confirmed } = now.benefits.total;
  const { benefits } = network;
  const stated = benefits.total.reported.events;
  const reuses = others + unattributed;
  if (!stated) {
    const none = "No savings were reported in this period.";
    return reuses ? `${none} None of ${plural(reuses, "reuse")} says how many hours or what costs it saved.` : none;
  }
  const unknown = unattributed ? `, ${formatNumber(unattributed)} of them without a known department,` : "";
  const part = `${formatNumber(stated)} of ${plural(reuses, "reuse")} of other people’s lessons${unknown} say what was saved; the others may have saved more.`;
  const sure = benefits.total.confirmed.events
    ? `Somebody else confirmed ${amounts(confirmed)}${confirmedShare(reported, confirmed)}.`
    : "Nobody has confirmed any of it yet, so take it as an estimate.";
  return `Reuse saved ${amounts(reported)}, as reported by the people who reused a lesson. ${part} ${sure}`;
}

function amounts({ hoursSaved, costAvoided }: Saving): string {
  const parts = [...(hoursSaved == null ? [] : [plural(hoursSaved, "hour")]), ...costAvoided.map(formatMoney)];
  return joinNames(parts, parts.length);
}

/** The confirmed part of the hours; empty where a part makes no sense. */
function confirmedShare({ hoursSaved: all }: Saving, { hoursSaved: part }: Saving): string {
  return all && part && part > 0 && part <= all ? `: ${formatPercent(part / all)} of the hours` : "";
}
