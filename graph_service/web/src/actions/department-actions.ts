/** What can be changed about departments. */
import { request } from "../api/graphql-client";
import {
  CloseDepartmentDocument,
  type CloseDepartmentInput,
  CreateDepartmentDocument,
  type CreateDepartmentInput,
  type CreateDepartmentMutation,
  type EditableDepartmentFragment,
  MoveDepartmentDocument,
  type MoveDepartmentInput,
  UpdateDepartmentDocument,
  type UpdateDepartmentInput,
} from "../generated/graphql";
import type { Choice } from "../ui/combobox/combobox-options";
import { today } from "../ui/forms/form";
import { departmentPath } from "../url/paths";
import type { Action, ActionField, Values } from "./action";

const FIELDS: readonly ActionField[] = [
  { name: "name", label: "Name", kind: "text" },
  { name: "description", label: "What it does", kind: "paragraph", optional: true },
  { name: "openedOn", label: "First day", kind: "date", optional: true, hint: "Leave empty if the day is not known." },
];
const PART_OF: ActionField = {
  name: "partOf",
  label: "Part of",
  kind: "department",
  optional: true,
  hint: "Leave empty for a department at the top of the organisation.",
};

export const CREATE_DEPARTMENT: Action = {
  name: "Create a department",
  title: "Create a department",
  key: "createDepartment",
  role: "ADMINISTRATOR",
  fields: [...FIELDS, PART_OF],
  saveLabel: "Create department",
  send: async (input) => (await request(CreateDepartmentDocument, { input: input as unknown as CreateDepartmentInput })).createDepartment,
  done: ({ name }) => `Department ${String(name).trim()} created.`,
  created: (result) => departmentPath((result as CreateDepartmentMutation["createDepartment"]).department.id),
};

export function departmentActions(department: EditableDepartmentFragment): Action[] {
  return [edit(department), move(department), department.closedOn ? reopen(department) : close(department)];
}

const HEAD: ActionField = { name: "head", label: "Head", kind: "person", optional: true, sendsNull: true };

function edit({ id, name, description, openedOn, heads }: EditableDepartmentFragment): Action {
  return {
    name: "Edit",
    title: `Edit ${name}`,
    key: `updateDepartment ${id}`,
    role: "ADMINISTRATOR",
    fields: [...FIELDS, HEAD],
    initial: { name, description: description ?? null, openedOn: openedOn ?? null, head: heads.nodes[0] ?? null },
    target: { department: id },
    sendsChanges: true,
    adjust: ({ head, ...input }) => (head === undefined ? input : { ...input, heads: head ? [head] : [] }),
    send: async (input) => (await request(UpdateDepartmentDocument, { input: input as unknown as UpdateDepartmentInput })).updateDepartment,
    done: (values) => `${String(values.name).trim()} saved.`,
  };
}

function move({ id, name, parent }: EditableDepartmentFragment): Action {
  return {
    name: "Move",
    title: `Move ${name} to another place in the organisation`,
    key: `moveDepartment ${id}`,
    role: "ADMINISTRATOR",
    note: "Figures about earlier days keep the organisation as it was.",
    fields: [
      { ...PART_OF, sendsNull: true },
      { name: "on", label: "First day in the new place", kind: "date" },
    ],
    initial: { partOf: parent ?? null, on: today() },
    target: { department: id },
    saveLabel: "Move department",
    check: ({ partOf }) =>
      ((partOf as Choice | null)?.id ?? null) === (parent?.id ?? null)
        ? { partOf: parent ? `${name} is part of ${parent.name} already.` : `${name} is at the top already. Pick a department.` }
        : {},
    names: { [id]: name },
    send: async (input) => (await request(MoveDepartmentDocument, { input: input as unknown as MoveDepartmentInput })).moveDepartment,
    done: ({ partOf }) => (partOf ? `${name} moved to ${(partOf as Choice).name}.` : `${name} moved to the top of the organisation.`),
  };
}

function close({ id, name }: EditableDepartmentFragment): Action {
  return closing(id, name, {
    name: "Close",
    title: `Close ${name}`,
    note: "From that day on, its people, projects and sub-departments no longer belong to it. Its lessons and reuses stay.",
    fields: [{ name: "on", label: "Closed from", kind: "date", hint: "The first day on which the department no longer exists." }],
    initial: { on: today() },
    target: { department: id },
    saveLabel: "Close department",
    done: () => `${name} closed.`,
  });
}

function reopen({ id, name }: EditableDepartmentFragment): Action {
  return closing(id, name, {
    name: "Reopen",
    title: `Reopen ${name}`,
    note: "Its former people, projects and sub-departments are not restored.",
    fields: [],
    target: { department: id, on: null },
    saveLabel: "Reopen department",
    done: () => `${name} reopened.`,
  });
}

type Closing = Pick<Action, "name" | "title" | "fields" | "target"> & {
  note: string;
  initial?: Values;
  saveLabel: string;
  done: () => string;
};

function closing(id: string, name: string, action: Closing): Action {
  return {
    key: `closeDepartment ${id}`,
    role: "ADMINISTRATOR",
    names: { [id]: name },
    send: async (input) => (await request(CloseDepartmentDocument, { input: input as unknown as CloseDepartmentInput })).closeDepartment,
    ...action,
  };
}
