/** Findings as sentences: what stands in titles and in the list of what deserves attention. */
import { listed, number, percent, plural } from "./format";

interface Named {
  name: string;
}

export interface SiloFinding {
  group: Named;
  events: number;
  internal: number;
  expected: number;
  verdict: string;
}

/** "Finance reuses its own lessons 3 times as often as chance would have it: 24 of 30, where 8 would be usual." */
export function siloSentence({ group, events, internal, expected }: SiloFinding): string {
  const times =
    expected > 0 ? `${number(internal / expected)} times as often as chance would have it` : "where chance would have it reuse none";
  return `${group.name} reuses its own lessons ${times}: ${number(internal)} of ${number(events)}, where ${number(expected)} would be usual.`;
}

/** "A and B keep to themselves": of at least one. */
export function closedFinding(names: string[]): string {
  return `${listed(names)} ${names.length === 1 ? "keeps to itself" : "keep to themselves"}`;
}

export function riskSentence({ from, to, person, share }: { from: Named; to: Named; person?: Named | null; share: number }): string {
  return `${person?.name ?? "One person"} carries ${percent(share)} of what ${to.name} takes over from ${from.name}.`;
}

export function missedSentence({
  earlier,
  later,
  sharedPeople,
}: {
  earlier?: { title: string } | null;
  later?: { title: string } | null;
  sharedPeople: number;
}): string {
  const who = sharedPeople
    ? `${plural(sharedPeople, "person was", "people were")} on both projects`
    : "the two projects had nobody in common";
  return `“${earlier?.title ?? "A lesson"}” was there, and the problem came back as “${later?.title ?? "another lesson"}”: ${who}.`;
}

export function meetingSentence({
  from,
  to,
  giver,
  receiver,
}: {
  from: Named;
  to: Named;
  giver?: Named | null;
  receiver?: Named | null;
}): string {
  return `${giver?.name ?? "Somebody"} of ${from.name} and ${receiver?.name ?? "somebody"} of ${to.name} should meet.`;
}

/** Of the reuses within departments and across them, the share of the latter; nothing where there are none. */
export function shareAcross({ within, across }: { within: number; across: number }): number | null {
  return within + across ? across / (within + across) : null;
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
