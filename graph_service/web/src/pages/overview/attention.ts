/** What needs attention, as a list: risks first, then opportunities, each by the number of reuses concerned; like things are one item. */
import type { FirstIntroductionsQuery, OverviewQuery } from "../../generated/graphql";
import { formatDay, formatMonth, formatNumber, joinNames, plural } from "../../text/format";
import {
  dependenceSentence,
  ENOUGH_FOR_DEPENDENCE,
  gapSentence,
  introductionSentence,
  noDependenceSentence,
  repeatedProblemSentence,
  sum,
  worthMeeting,
} from "../../text/sentences";
import { siloEvidence, siloReason, silosTitle } from "../../text/silo-sentences";
import type { Trend } from "../../text/trend";
import { trendFinding } from "../../text/trend-sentences";
import { findingPath } from "../../url/finding-path";
import { lessonPath } from "../../url/paths";
import type { FindingId } from "../../url/send-link";

export interface AttentionItem {
  id: FindingId;
  kind: string;
  /** "since 7 July 2026", or another second part of the first line. */
  note?: string;
  isRisk: boolean;
  /** The number of reuses concerned. */
  weight: number;
  title: string;
  evidence: string;
  href: string;
  action: string;
}

type Network = OverviewQuery["now"];

export interface Findings {
  now: Network;
  trend: Trend;
  running: number;
  introductions: FirstIntroductionsQuery["network"]["introductions"];
  search: string;
  /** Since when each silo is one, by its id; empty until it is known. */
  siloSince?: ReadonlyMap<string, string>;
}

export function attentionItems(findings: Findings): AttentionItem[] {
  const items = [
    recordingItem(findings),
    siloItem(findings),
    dependenceItem(findings),
    problemItem(findings),
    introductionItem(findings),
    shelfItem(findings),
  ];
  return items.filter((item) => item !== undefined).sort((a, b) => Number(b.isRisk) - Number(a.isRisk) || b.weight - a.weight);
}

function recordingItem({ trend, running, search }: Findings): AttentionItem | undefined {
  if (trend.kind !== "silent" && trend.kind !== "fell") return undefined;
  const projects = running === 1 ? "1 project is running" : `${formatNumber(running)} projects are running`;
  const isSilent = trend.kind === "silent";
  return {
    id: "recording",
    kind: "Recording",
    ...(isSilent ? { note: `since ${formatDay(trend.since)}` } : {}),
    isRisk: true,
    weight: isSilent ? Math.round((trend.days / 91) * trend.low) : trend.low,
    title: isSilent && running ? `${projects}, and none has recorded a reuse since ${formatDay(trend.since)}` : (trendFinding(trend) ?? ""),
    evidence: `Before that, ${range(trend)} reuses were recorded a quarter. It is not yet clear whether reuse ${isSilent ? "stopped" : "fell"} or only the recording of it.`,
    href: findingPath("recording", search),
    action: "See the running projects",
  };
}

function range({ low, high }: { low: number; high: number }): string {
  return low === high ? formatNumber(low) : `${formatNumber(low)} to ${formatNumber(high)}`;
}

function siloItem({ now, search, siloSince }: Findings): AttentionItem | undefined {
  const silos = now.silos.filter(({ verdict }) => verdict === "SILO");
  const [first] = silos;
  if (!first) return undefined;
  const isOne = silos.length === 1;
  const since = siloSince?.get(first.group.id);
  return {
    id: "silo",
    kind: isOne ? "Silo" : "Silos",
    ...(since ? { note: isOne ? since : `${first.group.name} ${since}` } : {}),
    isRisk: true,
    weight: sum(silos.map(({ events }) => events)),
    title: isOne
      ? `${first.group.name} is a silo: mostly reuses its own lessons`
      : `${silos.length} departments are silos: ${joinNames(
          silos.map(({ group }) => group.name),
          5,
        )}`,
    evidence: isOne ? siloEvidence(first) : `The strongest is ${first.group.name}: ${siloReason(first)}`,
    href: findingPath("silo", search),
    action: "See why, and what to do",
  };
}

function dependenceItem({ now: { pairsAtRisk }, search }: Findings): AttentionItem | undefined {
  const [first] = pairsAtRisk;
  if (!first) return undefined;
  const more = pairsAtRisk.length - 1;
  return {
    id: "dependence",
    kind: "Depends on one person",
    isRisk: true,
    weight: sum(pairsAtRisk.map(({ events }) => events)),
    title: dependenceSentence(first),
    evidence: `From ${plural(first.events, "reuse")}; those of two departments count half. They were made by ${first.person?.name ?? "this person"}, or of lessons that nobody else learned.${more ? ` And ${plural(more, "more exchange")}.` : ""}`,
    href: `${findingPath("dependence", search)}${first.person ? `&leaves=${encodeURIComponent(first.person.id)}` : ""}`,
    action: "What if they leave?",
  };
}

function problemItem({ now: { missedReuse }, search }: Findings): AttentionItem | undefined {
  const [first] = missedReuse;
  if (!first) return undefined;
  const more = missedReuse.length - 1;
  const isOne = more === 0;
  return {
    id: "problems",
    kind: isOne ? "Repeated problem" : "Repeated problems",
    ...(first.later ? { note: `latest in ${formatMonth(first.later.learnedOn)}` } : {}),
    isRisk: true,
    weight: missedReuse.length,
    title: isOne ? "1 known problem was repeated" : `${missedReuse.length} known problems were repeated`,
    evidence: `${repeatedProblemSentence(first)}${more ? ` And ${formatNumber(more)} more.` : ""}`,
    href: isOne && first.later ? lessonPath(first.later.id) : findingPath("problems", search),
    action: isOne ? "Review it" : missedReuse.length === 2 ? "Review both" : "Review them",
  };
}

function introductionItem({ introductions, search }: Findings): AttentionItem | undefined {
  const worth = worthMeeting(introductions);
  const [first] = worth;
  if (!first) return undefined;
  const more = worth.length - 1;
  return {
    id: "introductions",
    kind: more ? "Suggested introductions" : "Suggested introduction",
    isRisk: false,
    weight: sum(worth.map(({ gap }) => gap)),
    title: introductionSentence(first),
    evidence: `${gapSentence(first)}${more ? ` And ${plural(more, "more introduction")} worth one reuse or more.` : ""}`,
    href: findingPath("introductions", search),
    action: "See who should meet",
  };
}

function shelfItem({ now: { shelf }, search }: Findings): AttentionItem | undefined {
  const { published, onShelf, medianDays, lessons } = shelf;
  if (!onShelf) return undefined;
  const [oldest] = lessons;
  const usual =
    medianDays == null
      ? "Fewer than half of all lessons have been reused so far."
      : `Half of all lessons are reused within ${plural(medianDays, "day")}.`;
  return {
    id: "unused",
    kind: "Unused lessons",
    ...(oldest ? { note: `oldest: ${plural(oldest.days, "day")}` } : {}),
    isRisk: false,
    weight: 0,
    title: `${formatNumber(onShelf)} of ${plural(published, "lesson")} ${onShelf === 1 ? "hasn’t" : "haven’t"} been reused yet`,
    evidence: oldest?.lesson ? `${usual} “${oldest.lesson.title}” has waited longest.` : usual,
    href: findingPath("unused", search),
    action: "Go through them",
  };
}

/** What the list cannot tell, for lack of reuses. Empty where everything was judged. */
export function limits({ silos, pairsAtRisk, exchange: { cells } }: Network): string[] {
  const unknown = silos.filter(({ verdict }) => verdict === "TOO_LITTLE_EVIDENCE").length;
  const hasSilo = silos.some(({ verdict }) => verdict === "SILO");
  const few = `For ${unknown} of ${plural(silos.length, "department")} there are too few reuses to tell whether they are silos`;
  const isOpen =
    !pairsAtRisk.length && cells.some(({ from, to, events }) => from.id !== to.id && events > 0 && events < ENOUGH_FOR_DEPENDENCE);
  return [unknown ? (hasSilo ? few : silosTitle(silos)) : "", isOpen ? noDependenceSentence(cells) : ""].filter(Boolean);
}
