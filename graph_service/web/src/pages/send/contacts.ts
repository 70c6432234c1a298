/** Whom to talk to: people on whom exchanges depend, then people who should meet, then those who connect departments; each once. */
import type { SendQuery } from "../../generated/graphql";
import { worthMeeting } from "../../text/sentences";
import type { Findings } from "../overview/attention";

export interface Contact {
  people: readonly { id: string; name: string; department?: string }[];
  reason: string;
}

interface Person {
  id: string;
  name: string;
  department?: { name: string } | null;
}

const MAX_CONTACTS = 3;

export function contactsOf({ now, introductions }: Findings, { network }: SendQuery): Contact[] {
  const carriers = dependence(now.pairsAtRisk);
  const meeting = meetings(introductions).find((contact) => !isNamed(carriers, contact));
  const first = meeting ? [...carriers, meeting] : carriers;
  return [...first, ...connecting(network.brokers).filter((contact) => !isNamed(first, contact))].slice(0, MAX_CONTACTS);
}

function isNamed(kept: readonly Contact[], { people }: Contact): boolean {
  return people.some(({ id }) => kept.some((contact) => contact.people.some((person) => person.id === id)));
}

function dependence(pairs: Findings["now"]["pairsAtRisk"]): Contact[] {
  const pair = pairs.find(({ person }) => person);
  if (!pair?.person) return [];
  return [{ people: [pair.person], reason: `knows both sides of what ${pair.to.name} reuses from ${pair.from.name}` }];
}

function meetings(introductions: Findings["introductions"]): Contact[] {
  return worthMeeting(introductions).flatMap(({ giver, receiver, from, to, project }) =>
    giver && receiver
      ? [
          {
            people: [withDepartment(giver, from.name), withDepartment(receiver, to.name)],
            reason: `should meet, for ${project?.name ?? "a project"}`,
          },
        ]
      : [],
  );
}

/** The person's own department, which may be shown together with others in figures. */
function withDepartment({ id, name, department }: Person, group: string): Contact["people"][number] {
  return { id, name, department: department?.name ?? group };
}

function connecting(brokers: SendQuery["network"]["brokers"]): Contact[] {
  return brokers.flatMap(({ person, group, gatekeeper, representative, itinerant, liaison }) =>
    person && gatekeeper + representative + itinerant + liaison > 0
      ? [{ people: [withDepartment(person, group.name)], reason: "connects people of different departments" }]
      : [],
  );
}
