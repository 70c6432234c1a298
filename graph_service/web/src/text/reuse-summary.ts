/** What came of a lesson, in one sentence. */
import { listed, money, number, plural, times } from "./format";

export interface Reused {
  count: number;
  /** How many departments it was reused in, as far as that is known. */
  departments: number;
  /** How many reuses had which outcome. */
  outcomes: { outcome: string | null | undefined; count: number }[];
  hours: number | null | undefined;
  costs: readonly { currency: string; sum: string }[];
}

const SAID: Record<string, string> = { HELPED: "helped", NO_EFFECT: "had no effect", BACKFIRED: "did harm" };

/** "Reused 5 times in 3 departments: it helped 3 times, had no effect once; 1 is not judged yet. 38 hours saved." */
export function reusedSentence({ count, departments, outcomes, hours, costs }: Reused): string {
  if (!count) return "Nobody has reused it yet.";
  const judged = Object.entries(SAID).flatMap(([outcome, said]) => {
    const found = outcomes.find((one) => one.outcome === outcome);
    return found ? [`${said} ${times(found.count)}`] : [];
  });
  const open = count - outcomes.reduce((sum, one) => sum + (one.outcome ? one.count : 0), 0);
  const came = [judged.length ? `it ${judged.join(", ")}` : "", open ? `${number(open)} ${open === 1 ? "is" : "are"} not judged yet` : ""]
    .filter(Boolean)
    .join("; ");
  const where = departments ? ` in ${plural(departments, "department")}` : "";
  return [`Reused ${times(count)}${where}: ${came}.`, ...gains(hours, costs)].join(" ");
}

function gains(hours: number | null | undefined, costs: Reused["costs"]): string[] {
  const saved = [
    ...(hours ? [`${plural(Math.abs(hours), "hour")} ${hours > 0 ? "saved" : "lost"}`] : []),
    ...(costs.length ? [`${listed(costs.map(money))} of cost avoided`] : []),
  ];
  return saved.length ? [`${saved.join(", ")}.`] : [];
}
