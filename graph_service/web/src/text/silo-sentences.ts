/** What is known about silos, in words: titles, and one reason for each department. Nothing is claimed about departments with too few reuses. */
import type { Verdict } from "../generated/graphql";
import { VERDICT_LABELS } from "./enum-labels";
import { capitalized, formatAbout, formatNumber, joinNames, plural } from "./format";

export interface SiloFinding {
  group: { name: string };
  events: number;
  internal: number;
  expected: number;
  verdict: Verdict;
}

/** The verdict as a tag: "Not a silo". */
export function verdictName(verdict: Verdict): string {
  return capitalized(VERDICT_LABELS[verdict]);
}

/** Reuses from which on a department is judged. */
export const ENOUGH_REUSES = 10;
const MAX_NAMED = 3; // silos by name in a title
const MIN_TIMES = 1.5; // a ratio below is not worth saying

/** "Water is a silo: 21 of its 30 reuses were its own lessons", or what else is known about the departments that exchange lessons. */
export function silosTitle(rows: readonly SiloFinding[]): string {
  if (!rows.length) return "Nobody reused another person’s lesson in this period";
  const silos = rows.filter(({ verdict }) => verdict === "SILO");
  const [only] = silos;
  if (!only) return noSiloTitle(rows);
  if (silos.length === 1) return `${only.group.name} is a silo: ${ownReuses(only)} were its own lessons`;
  if (silos.length <= MAX_NAMED) return silosSentence(silos.map(({ group }) => group.name));
  return `${silos.length} of the ${judged(rows).length} departments with enough reuses are silos`;
}

/** "Finance and Parks are silos", for one department or more. */
export function silosSentence(names: readonly string[]): string {
  return `${joinNames(names)} ${names.length === 1 ? "is a silo" : "are silos"}`;
}

function noSiloTitle(rows: readonly SiloFinding[]): string {
  const unknown = rows.length - judged(rows).length;
  if (unknown === rows.length)
    return rows.length === 1
      ? "Too few reuses to tell whether the one department that exchanges is a silo"
      : `Too few reuses to tell whether any of the ${rows.length} departments is a silo`;
  if (!unknown) return `No silo found among ${plural(rows.length, "department")}`;
  return `No silo found; for ${unknown} of ${plural(rows.length, "department")} there are too few reuses to tell`;
}

/** The sentence below the title: what the title leaves open. */
export function silosLead(rows: readonly SiloFinding[]): string {
  const enough = judged(rows);
  const silos = rows.filter(({ verdict }) => verdict === "SILO");
  const unknown = rows.length - enough.length;
  const [only] = silos;
  if (!rows.length) return "";
  if (!enough.length) return `A department is judged from ${ENOUGH_REUSES} reuses on. A longer period has more.`;
  const rest = unknown
    ? `For ${unknown === rows.length - silos.length ? "the other " : ""}${plural(unknown, "department")} there are too few reuses to tell (under ${ENOUGH_REUSES}).`
    : "";
  if (!only) return rest ? `${rest} A longer period has more.` : `Each has ${ENOUGH_REUSES} reuses or more, enough to tell.`;
  const open = enough.length - silos.length;
  const others = open
    ? `The other ${plural(open, "department")} with ${ENOUGH_REUSES} reuses or more ${open === 1 ? "is not a silo" : "are not silos"}.`
    : "";
  const first =
    silos.length === 1
      ? `${capitalized(formatAbout(only.expected))} would be expected by chance.`
      : silos.length > MAX_NAMED
        ? `${joinNames(
            silos.map(({ group }) => group.name),
            silos.length,
          )} mostly reuse their own lessons.`
        : "They mostly reuse their own lessons.";
  return [first, others, rest].filter(Boolean).join(" ");
}

/** "Water is a silo: 21 of its 30 reuses were its own lessons; about 6 would be expected by chance (3.8 times)." */
export function siloSentence(silo: SiloFinding): string {
  return `${silo.group.name} is a silo: ${siloEvidence(silo)}`;
}

/** "21 of its 30 reuses were its own lessons; about 6 would be expected by chance (3.8 times)." */
export function siloEvidence(silo: SiloFinding): string {
  return `${ownReuses(silo)} were its own lessons; ${formatAbout(silo.expected)} would be expected by chance${times(silo)}.`;
}

export interface JudgedSilo extends SiloFinding {
  people: number;
  excess?: number | null | undefined;
  q?: number | null | undefined;
}

/** The reason of a verdict: "7 of 20 reuses were its own; about 2 expected by chance. 8 people. More than chance, but far from halfway." */
export function siloReason(silo: JudgedSilo): string {
  const { internal, events, expected, people } = silo;
  const ratio = silo.verdict === "SILO" ? times(silo) : "";
  const own = `${formatNumber(internal)} of ${plural(events, "reuse")} ${events === 1 ? "was" : "were"} its own; ${formatAbout(expected)} expected by chance${ratio}.`;
  return [own, `${plural(people, "person", "people")}.`, secondCondition(silo)].filter(Boolean).join(" ");
}

/** Why a department that looks closed or open is not called so: both conditions must hold. */
function secondCondition({ verdict, excess, q }: JudgedSilo): string {
  if (verdict === "OPEN") return "Fewer than chance would give.";
  if (verdict === "TOO_LITTLE_EVIDENCE") return `Too few reuses to tell (under ${ENOUGH_REUSES}).`;
  if (verdict !== "TYPICAL" || excess == null || q == null) return "";
  if (excess >= 0.5) return "Halfway or further, but that could be chance.";
  return q < 0.05 ? "More than chance, but less than halfway to using only its own." : "";
}

function ownReuses({ internal, events }: SiloFinding): string {
  return `${formatNumber(internal)} of its ${plural(events, "reuse")}`;
}

function times({ internal, expected }: SiloFinding): string {
  return expected > 0 && internal / expected >= MIN_TIMES ? ` (${formatNumber(internal / expected)} times)` : "";
}

function judged(rows: readonly SiloFinding[]): readonly SiloFinding[] {
  return rows.filter(({ verdict }) => verdict !== "TOO_LITTLE_EVIDENCE");
}
