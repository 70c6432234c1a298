/** Findings about the network as sentences, for titles and for the list of what needs attention. */
import { formatNumber, formatPercent, joinNames, plural } from "./format";

interface Named {
  name: string;
}

export interface SiloFinding {
  group: Named;
  events: number;
  internal: number;
  expected: number;
}

/** "Finance is a silo: 24 of its 30 reuses were of its own lessons, 3 times as many as the 8 expected by chance." */
export function siloSentence({ group, events, internal, expected }: SiloFinding): string {
  const comparison = expected
    ? `, ${formatNumber(internal / expected)} times as many as the ${formatNumber(expected)} expected by chance`
    : "; none would be expected by chance";
  return `${group.name} is a silo: ${formatNumber(internal)} of its ${plural(events, "reuse")} were of its own lessons${comparison}.`;
}

/** "Finance and Parks are silos", for one department or more. */
export function silosTitle(names: readonly string[]): string {
  return `${joinNames(names)} ${names.length === 1 ? "is a silo" : "are silos"}`;
}

interface Dependence {
  from: Named;
  to: Named;
  person?: Named | null;
  share: number;
}

export function dependenceSentence({ from, to, person, share }: Dependence): string {
  return `${formatPercent(share)} of what ${to.name} reuses from ${from.name} depends on ${person?.name ?? "one person"}.`;
}

interface RepeatedProblem {
  earlier?: { title: string } | null;
  later?: { title: string } | null;
  sharedPeople: number;
}

export function repeatedProblemSentence({ earlier, later, sharedPeople }: RepeatedProblem): string {
  const people = sharedPeople ? plural(sharedPeople, "person", "people") : "nobody";
  return `“${later?.title ?? "A lesson"}” repeats a known problem (“${earlier?.title ?? "an earlier lesson"}”); ${people} worked on both projects.`;
}

interface Introduction {
  from: Named;
  to: Named;
  giver?: Named | null;
  receiver?: Named | null;
}

export function introductionSentence({ from, to, giver, receiver }: Introduction): string {
  return `${giver?.name ?? "Somebody"} (${from.name}) and ${receiver?.name ?? "somebody"} (${to.name}) should meet.`;
}

/** The share of reuses across departments among those whose departments are known; null without any. */
export function shareAcross({ within, across }: { within: number; across: number }): number | null {
  return within + across ? across / (within + across) : null;
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
