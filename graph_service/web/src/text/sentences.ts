/** Findings about people and exchanges as sentences, for titles and for the list of what needs attention. */
import { formatAbout, formatNumber, formatPercent, formatTimes, plural } from "./format";

interface Named {
  name: string;
}

interface Dependence {
  from: Named;
  to: Named;
  person?: Named | null;
  share: number;
  events: number;
}

/** "All 6 reuses by Water of lessons from Roads came through Nadja Petrov", or the part that did. The part is not one of whole reuses: those of two
 * departments count half. */
export function dependenceSentence({ from, to, person, share, events }: Dependence): string {
  const who = person?.name ?? "one person";
  if (share >= 1) return `All ${plural(events, "reuse")} by ${to.name} of lessons from ${from.name} came through ${who}`;
  return `${formatPercent(share)} of the reuses by ${to.name} of lessons from ${from.name} came through ${who}`;
}

/** Reuses from which on an exchange is examined for its dependence on one person. */
export const ENOUGH_FOR_DEPENDENCE = 5;

interface Exchange {
  from: { id: string };
  to: { id: string };
  events: number;
}

/** What is known about exchanges that depend on one person, when none was found. `exchanges` are all pairs of departments. */
export function noDependenceSentence(exchanges: readonly Exchange[]): string {
  const between = exchanges.filter(({ from, to, events }) => from.id !== to.id && events > 0);
  const enough = between.filter(({ events }) => events >= ENOUGH_FOR_DEPENDENCE).length;
  if (!between.length) return "No department reused a lesson of another";
  if (!enough) return `Too few reuses to tell which exchanges depend on one person: none of ${between.length} has ${ENOUGH_FOR_DEPENDENCE}`;
  const unknown = between.length - enough;
  const judged =
    enough === 1
      ? `The one exchange with ${ENOUGH_FOR_DEPENDENCE} reuses or more does not depend on one person`
      : `None of the ${enough} exchanges with ${ENOUGH_FOR_DEPENDENCE} reuses or more depends on one person`;
  return unknown ? `${judged}; ${unknown} with fewer can’t be judged` : judged;
}

interface RepeatedProblem {
  earlier?: { title: string } | null;
  later?: { title: string } | null;
  sharedPeople: number;
}

/** "“B” repeated a known problem (lesson “A”); nobody worked on both projects." */
export function repeatedProblemSentence({ earlier, later, sharedPeople }: RepeatedProblem): string {
  const people = sharedPeople ? plural(sharedPeople, "person", "people") : "nobody";
  return `“${later?.title ?? "A lesson"}” repeated a known problem (lesson “${earlier?.title ?? "an earlier one"}”); ${people} worked on both projects.`;
}

interface Introduction {
  giver?: Named | null;
  receiver?: Named | null;
  topics: readonly Named[];
  project?: Named | null;
}

/** "Ines Moreau knows about Charging vehicles; Ibrahim Sesay works on Electric bus depot". */
export function introductionSentence({ giver, receiver, topics, project }: Introduction): string {
  const knows = topics[0] ? `knows about ${topics[0].name}` : "has lessons";
  return `${giver?.name ?? "Somebody"} ${knows}; ${receiver?.name ?? "somebody"} works on ${project?.name ?? "a project"}`;
}

interface Gap {
  from: Named;
  to: Named;
  observed: number;
  expected: number;
}

/** "Buses reused no lesson of Energy so far; about 2 reuses would be expected." */
export function gapSentence({ from, to, observed, expected }: Gap): string {
  const so = observed ? `lessons of ${from.name} ${formatTimes(observed)} so far` : `no lesson of ${from.name} so far`;
  return `${to.name} reused ${so}; ${formatAbout(expected)} would be expected.`;
}

/** Introductions for less than one expected reuse are not worth a meeting. */
export function worthMeeting<T extends { gap: number }>(introductions: readonly T[]): T[] {
  return introductions.filter(({ gap }) => gap >= 1);
}

/** Reuses by people who had learned the lesson themselves: neither the reuses nor their savings are counted. */
export function ownReusesSentence(count: number): string {
  if (!count) return "";
  return `${formatNumber(count)} more ${count === 1 ? "reuse is" : "reuses are"} not counted, nor is what ${count === 1 ? "it" : "they"} saved: people used a lesson they had learned themselves.`;
}

/** Reuses without a department: they are neither within nor across departments, but their savings are counted. */
export function unattributedSentence(count: number): string {
  if (!count) return "";
  return `${formatNumber(count)} more ${count === 1 ? "reuse has" : "reuses have"} no known department: only what ${count === 1 ? "it" : "they"} saved is counted.`;
}

/** Reuses that a list shows and no figure counts: "1 of the reuses listed is of the person’s own lesson and is not counted." */
export function ownListedSentence(count: number): string {
  if (!count) return "";
  return `${formatNumber(count)} of the reuses listed ${count === 1 ? "is of the person’s own lesson and is" : "are of people’s own lessons and are"} not counted.`;
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Why a number of reuses is not a whole one. */
const HALVES =
  "There are halves because a lesson that two departments learned together counts half for each, and so does a reuse by a person of two departments.";

/** The explanation if one of the numbers shows a fraction. */
export function halvesSentence(values: readonly (number | null | undefined)[]): string | undefined {
  return values.some((value) => value != null && !Number.isInteger(Math.round(value * 10) / 10)) ? HALVES : undefined;
}
