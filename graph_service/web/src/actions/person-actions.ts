/** What can be changed about people. */
import { request } from "../api/graphql-client";
import {
  AddPersonDocument,
  type AddPersonInput,
  type AddPersonMutation,
  CorrectMembershipDocument,
  type CorrectMembershipInput,
  type EditablePersonFragment,
  ErasePersonDocument,
  type ErasePersonInput,
  type ErasePersonMutation,
  MoveMemberDocument,
  type MoveMemberInput,
  UpdatePersonDocument,
  type UpdatePersonInput,
} from "../generated/graphql";
import type { Choice } from "../ui/combobox/combobox-options";
import { today } from "../ui/forms/form";
import { personPath } from "../url/paths";
import { type Action, type ActionField, periodError } from "./action";

const FIELDS: readonly ActionField[] = [
  { name: "name", label: "Name", kind: "text" },
  { name: "title", label: "Job title", kind: "text", optional: true },
  { name: "email", label: "E-mail address", kind: "email", optional: true },
];
const DEPARTMENT: ActionField = { name: "department", label: "Department", kind: "department", optional: true };

/** The person and the department of their current membership, if any, with its first day. */
export interface PersonToChange {
  person: EditablePersonFragment;
  membership: { department: Choice; from: string | null } | undefined;
}

export const ADD_PERSON: Action = {
  name: "Add a person",
  title: "Add a person",
  key: "addPerson",
  role: "ADMINISTRATOR",
  fields: [
    ...FIELDS,
    DEPARTMENT,
    { name: "from", label: "First day in the department", kind: "date", optional: true, hint: "Today if empty." },
  ],
  saveLabel: "Add person",
  check: ({ from, department }) => (from && !department ? { department: "Pick the department that this day is about." } : {}),
  send: async (input) => (await request(AddPersonDocument, { input: input as unknown as AddPersonInput })).addPerson,
  done: ({ name }) => `${String(name).trim()} added.`,
  created: (result) => personPath((result as AddPersonMutation["addPerson"]).person.id),
};

export function personActions(target: PersonToChange): Action[] {
  return [edit(target.person), move(target.person), correct(target), erase(target.person)];
}

function erase({ id, name }: EditablePersonFragment): Action {
  return {
    name: "Erase personal data",
    title: `Erase the personal data of ${name}`,
    key: `erasePerson ${id}`,
    role: "ADMINISTRATOR",
    note: `Name, e-mail address and job title are erased for good, with earlier versions of this person's lessons. The lessons and reuses stay; they show “a former colleague” instead. Before you do this, revise texts that contain the name. This cannot be undone.`,
    fields: [{ name: "confirm", label: `Erase the data of ${name} for good`, kind: "checkbox" }],
    target: { person: id },
    saveLabel: "Erase",
    check: ({ confirm }) => (confirm ? {} : { confirm: "Tick this to continue." }),
    names: { [id]: name },
    send: async (input) => (await request(ErasePersonDocument, { input: input as unknown as ErasePersonInput })).erasePerson,
    done: () => "Personal data erased.",
    created: (result) => personPath((result as ErasePersonMutation["erasePerson"]).person.id),
  };
}

function edit({ id, name, title, email, active, discoverable }: EditablePersonFragment): Action {
  return {
    name: "Edit",
    title: `Edit ${name}`,
    key: `updatePerson ${id}`,
    role: "ADMINISTRATOR",
    fields: [
      ...FIELDS,
      { name: "active", label: "Works in the organisation", kind: "checkbox" },
      { name: "discoverable", label: "May be named as an expert or a broker", kind: "checkbox" },
    ],
    initial: { name, title: title ?? null, email: email ?? null, active, discoverable },
    target: { person: id },
    sendsChanges: true,
    send: async (input) => (await request(UpdatePersonDocument, { input: input as unknown as UpdatePersonInput })).updatePerson,
    done: (values) => `${String(values.name).trim()} saved.`,
  };
}

function move({ id, name, department }: EditablePersonFragment): Action {
  return {
    name: "Move to another department",
    title: `Move ${name} to another department`,
    key: `moveMember ${id}`,
    role: "ADMINISTRATOR",
    note: "Lessons and reuses of earlier days keep their department.",
    fields: [
      { ...DEPARTMENT, label: "New department", hint: "Leave empty for no department.", sendsNull: true },
      { name: "on", label: "First day there", kind: "date" },
    ],
    initial: { on: today() },
    target: { person: id },
    saveLabel: "Move",
    check: (values) => {
      const chosen = values.department as Choice | null | undefined;
      if ((chosen?.id ?? null) !== (department?.id ?? null)) return {};
      return { department: department ? `${name} belongs to ${department.name} already.` : "Pick a department from the list." };
    },
    names: { [id]: name },
    send: async (input) => (await request(MoveMemberDocument, { input: input as unknown as MoveMemberInput })).moveMember,
    done: (values) =>
      values.department ? `${name} moved to ${(values.department as Choice).name}.` : `${name} no longer belongs to a department.`,
  };
}

function correct({ person: { id, name }, membership }: PersonToChange): Action {
  return {
    name: "Correct a membership",
    title: `Correct where ${name} worked`,
    key: `correctMembership ${id}`,
    role: "ADMINISTRATOR",
    note: "This replaces what was recorded for these days. The departments of lessons and reuses of these days change as well.",
    fields: [
      { ...DEPARTMENT, hint: "Leave empty for no department.", sendsNull: true },
      { name: "from", label: "First day", kind: "date" },
      {
        name: "to",
        label: "Until",
        kind: "date",
        optional: true,
        hint: "The first day on which the person no longer belonged to it. Leave empty if they still do.",
      },
    ],
    initial: membership ? { department: membership.department, from: membership.from } : {},
    target: { person: id },
    saveLabel: "Correct membership",
    check: (values) => periodError(values, "from", "to"),
    names: { [id]: name },
    send: async (input) =>
      (await request(CorrectMembershipDocument, { input: input as unknown as CorrectMembershipInput })).correctMembership,
    done: () => `Membership of ${name} corrected.`,
  };
}
