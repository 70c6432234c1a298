/** The findings on the page to send, and what each asks the reader to decide. The report chooses and asks the same. */
import { joinNames } from "../../text/format";
import { worthMeeting } from "../../text/sentences";
import { FINDING_IDS, type FindingId, MAX_FINDINGS } from "../../url/send-link";
import { type AttentionItem, attentionItems, type Findings } from "../overview/attention";

export interface Choice {
  /** All findings of the period, in the order of "Needs attention". */
  items: readonly AttentionItem[];
  /** Those on the page. */
  chosen: readonly AttentionItem[];
  /** Whether the address names findings that this period does not have. */
  isIncomplete: boolean;
}

/** `wanted`: the findings that the address names, if it names any. */
export function chooseFindings(findings: Findings, wanted: readonly FindingId[] | undefined): Choice {
  const items = attentionItems(findings);
  const usual = FINDING_IDS.filter((id) => asksByItself(id, findings));
  const chosen = ordered(items, wanted ?? usual);
  return { items, chosen, isIncomplete: !!wanted && chosen.length < wanted.length };
}

/** Findings that the report asks about too; unused lessons only where they are the majority. */
function asksByItself(id: FindingId, { now: { shelf } }: Findings): boolean {
  if (id === "unused") return shelf.onShelf > shelf.published / 2;
  return id === "silo" || id === "problems" || id === "dependence";
}

function ordered(items: readonly AttentionItem[], ids: readonly FindingId[]): AttentionItem[] {
  return ids.flatMap((id) => items.find((item) => item.id === id) ?? []).slice(0, MAX_FINDINGS);
}

/** The question to the reader. */
export function decisionOf(id: FindingId, { now, introductions }: Findings): string {
  if (id === "silo") {
    const names = now.silos.filter(({ verdict }) => verdict === "SILO").map(({ group }) => group.name);
    return `Which lessons of other departments should ${joinNames(names)} try next, and who brings them in?`;
  }
  if (id === "problems") return "Who makes sure that the next project sees these lessons before it starts?";
  if (id === "unused") return "Which of these lessons should be rewritten, retired, or brought to a project?";
  if (id === "recording") return "Who asks the running projects what they have reused, and sees that it is recorded?";
  if (id === "introductions") {
    const [first] = worthMeeting(introductions);
    return `Who introduces ${first?.giver?.name ?? "the one"} and ${first?.receiver?.name ?? "the other"} to each other?`;
  }
  const [pair] = now.pairsAtRisk;
  const person = pair?.person?.name ?? "one person";
  return `Who else should know the people of ${pair?.from.name} and ${pair?.to.name}, before ${person} is away?`;
}
