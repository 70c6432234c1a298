import { expect, it } from "vitest";
import type { OverviewQuery, SendQuery } from "../../generated/graphql";
import type { Findings } from "../overview/attention";
import { chooseFindings, decisionOf } from "./chosen-findings";
import { contactsOf } from "./contacts";
import { mailTo } from "./mail";
import { savingsText } from "./savings";

const department = (name: string) => ({ id: name, name, kind: "DEPARTMENT" as const });
const silo = {
  group: department("Water"),
  events: 30,
  people: 5,
  internal: 21,
  expected: 6,
  excess: 0.6,
  q: 0.01,
  verdict: "SILO" as const,
};
const pair = { from: department("Roads"), to: department("Water"), person: { id: "nadja", name: "Nadja" }, share: 1, events: 6 };
const problem = { earlier: { id: "a", title: "A" }, later: { id: "b", title: "B", learnedOn: "2025-05-01" }, sharedPeople: 0 };
const introduction = (giver: string, receiver: string) => ({
  from: { name: "Energy" },
  to: { name: "Buses" },
  gap: 2,
  expected: 2,
  observed: 0,
  topics: [],
  giver: { id: giver, name: giver, department: { name: "Harbour" } },
  receiver: { id: receiver, name: receiver, department: null },
  project: { name: "Depot" },
});
const total = {
  reported: { hoursSaved: 100, costAvoided: [{ currency: "EUR", sum: "5000" }] },
  confirmed: { hoursSaved: 40, costAvoided: [] },
};

function findings(changes: Partial<Findings> = {}, onShelf = 4): Findings {
  const now = {
    silos: [silo],
    pairsAtRisk: [pair],
    missedReuse: [problem],
    exchange: { cells: [] },
    benefits: { total },
    shelf: { published: 10, onShelf, medianDays: null, lessons: [] },
  };
  const trend = { kind: "silent" as const, since: "2026-07-07", days: 145, low: 13, high: 19 };
  return { now, trend, running: 8, introductions: [introduction("Ines", "Ibrahim")], search: "", ...changes };
}
const ids = (all: readonly { id: string }[]) => all.map(({ id }) => id);

it("without a choice, the page has the findings that the report asks about", () => {
  expect(ids(chooseFindings(findings(), undefined).chosen)).toEqual(["silo", "problems", "dependence"]);
  const fewer = findings({}, 6);
  fewer.now.pairsAtRisk = [];
  expect(ids(chooseFindings(fewer, undefined).chosen)).toEqual(["silo", "problems", "unused"]);
});

it("the reader may choose any that needs attention, and is told what a period does not have", () => {
  const { items, chosen, isIncomplete } = chooseFindings(findings({ introductions: [] }), ["recording", "introductions"]);
  expect(ids(items)).toEqual(["silo", "recording", "dependence", "problems", "unused"]);
  expect(ids(chosen)).toEqual(["recording"]);
  expect(isIncomplete).toBe(true);
  expect(chooseFindings(findings(), []).chosen).toEqual([]);
});

it("every finding asks for a decision", () => {
  const of = (id: Parameters<typeof decisionOf>[0]) => decisionOf(id, findings());
  expect(of("silo")).toBe("Which lessons of other departments should Water try next, and who brings them in?");
  expect(of("dependence")).toBe("Who else should know the people of Roads and Water, before Nadja is away?");
  expect(of("introductions")).toBe("Who introduces Ines and Ibrahim to each other?");
  for (const id of ["problems", "unused", "recording"] as const) expect(of(id)).toMatch(/^W.*\?$/);
});

it("says what was saved and how sure that is", () => {
  const overview = { now: { benefits: { total } } } as unknown as OverviewQuery;
  const sent = (stated: number, confirmed: number) =>
    ({
      network: {
        benefits: { total: { reported: { events: stated }, confirmed: { events: confirmed } } },
        brokers: [],
      },
    }) as SendQuery;
  expect(savingsText(overview, sent(23, 4), 33, 0)).toBe(
    "Reuse saved 100 hours and €5,000, as reported by the people who reused a lesson. 23 of 33 reuses of other people’s lessons say what was saved; the others may have saved more. Somebody else confirmed 40 hours: 40% of the hours.",
  );
  expect(savingsText(overview, sent(23, 0), 33, 0)).toContain("Nobody has confirmed any of it yet, so take it as an estimate.");
  expect(savingsText(overview, sent(0, 0), 33, 0)).toBe(
    "No savings were reported in this period. None of 33 reuses says how many hours or what costs it saved.",
  );
  // What reuses without a known department saved is counted, so they are among the reuses.
  expect(savingsText(overview, sent(4, 0), 3, 2)).toContain(
    "4 of 5 reuses of other people’s lessons, 2 of them without a known department, say what was saved",
  );
});

it("names whom to talk to, each person once", () => {
  const broker = (name: string, liaison: number) => ({
    person: { id: name.toLowerCase(), name },
    group: { name: "Roads" },
    gatekeeper: 0,
    representative: 0,
    itinerant: 0,
    liaison,
  });
  const sent = { network: { brokers: [broker("Nadja", 9), broker("Marlene", 4), broker("Idle", 0)] } } as unknown as SendQuery;
  const introductions = [introduction("nadja", "Chiara"), introduction("Ines", "Ibrahim")];
  expect(contactsOf(findings({ introductions }), sent).map(({ people, reason }) => [...people.map(({ name }) => name), reason])).toEqual([
    ["Nadja", "knows both sides of what Water reuses from Roads"],
    ["Ines", "Ibrahim", "should meet, for Depot"],
    ["Marlene", "connects people of different departments"],
  ]);
  const [, meeting] = contactsOf(findings({ introductions }), sent);
  expect(meeting?.people.map(({ department }) => department)).toEqual(["Harbour", introductions[1]?.to.name]); // their own department, or else the group
});

it("the mail has subject, findings and link, and stays short", () => {
  const text = (findings: Parameters<typeof mailTo>[2]) =>
    new URLSearchParams(mailTo("Works", "2026", findings, "https://x/send").split("?")[1]);
  const mail = text([{ title: "Water is a silo", decision: "Who?" }]);
  expect(mail.get("subject")).toBe("Works: 1 finding, 2026");
  expect(mail.get("body")).toBe("For your decision:\n\n1. Water is a silo\nWho?\n\nThe page, with evidence:\nhttps://x/send\n");
  expect(text([]).get("subject")).toBe("Works: reuse of lessons, 2026");
  const long = text([{ title: "T".repeat(5000), decision: "Who?" }]).get("body") ?? "";
  expect(long.length).toBeLessThan(1400);
  expect(long).toContain("https://x/send");
});
