/** What can be changed about projects and who works on them. */
import { request } from "../api/graphql-client";
import {
  AssignDocument,
  type AssignInput,
  CloseProjectDocument,
  type CloseProjectInput,
  type EditableProjectFragment,
  StartProjectDocument,
  type StartProjectInput,
  type StartProjectMutation,
  UnassignDocument,
  type UnassignInput,
  UpdateProjectDocument,
  type UpdateProjectInput,
} from "../generated/graphql";
import { PROJECT_STATUS_LABELS } from "../text/enum-labels";
import type { Choice } from "../ui/combobox/combobox-options";
import { today } from "../ui/forms/form";
import { projectPath } from "../url/paths";
import { type Action, type ActionField, periodError, type Values } from "./action";

const OPEN_STATUSES = { RUNNING: PROJECT_STATUS_LABELS.RUNNING, PLANNED: PROJECT_STATUS_LABELS.PLANNED };
const CLOSED_STATUSES = { CLOSED: "completed", CANCELLED: PROJECT_STATUS_LABELS.CANCELLED };
const STATUS: ActionField = { name: "status", label: "Status", kind: "select", choices: OPEN_STATUSES };
const FIELDS: readonly ActionField[] = [
  { name: "name", label: "Name", kind: "text" },
  { name: "summary", label: "Summary", kind: "paragraph", optional: true },
  { name: "owner", label: "Owner", kind: "department", optional: true, hint: "The department that is responsible." },
  { name: "startedOn", label: "Start", kind: "date", optional: true },
  { name: "endedOn", label: "End", kind: "date", optional: true, hint: "The last day, also if it is still planned." },
  { name: "topics", label: "Topics", kind: "topics", optional: true },
];

export const START_PROJECT: Action = {
  name: "Start a project",
  title: "Start a project",
  key: "startProject",
  role: "CURATOR",
  fields: [...FIELDS, STATUS],
  initial: { status: "RUNNING" },
  saveLabel: "Start project",
  check: endError,
  send: async (input) => (await request(StartProjectDocument, { input: input as unknown as StartProjectInput })).startProject,
  done: ({ name }) => `Project ${String(name).trim()} created.`,
  created: (result) => projectPath((result as StartProjectMutation["startProject"]).project.id),
};

function endError({ startedOn, endedOn }: Values) {
  return startedOn && endedOn && endedOn < startedOn ? { endedOn: "The end can’t be before the start." } : {};
}

export function projectActions(project: EditableProjectFragment): Action[] {
  const isOpen = project.status in OPEN_STATUSES;
  return [edit(project, isOpen), assign(project), isOpen ? close(project) : reopen(project)];
}

function edit({ id, name, summary, status, owner, startedOn, endedOn, topics }: EditableProjectFragment, isOpen: boolean): Action {
  return updating(id, {
    name: "Edit",
    title: `Edit ${name}`,
    fields: [...FIELDS.flatMap((field) => (field.name === "owner" ? [field, OWNER_FROM] : [field])), ...(isOpen ? [STATUS] : [])],
    initial: {
      name,
      summary: summary ?? null,
      owner: owner ?? null,
      startedOn: startedOn ?? null,
      endedOn: endedOn ?? null,
      topics: topics.nodes,
      status,
    },
    sendsChanges: true,
    check: (values) => ({
      ...endError(values),
      ...(values.ownerFrom && (values.owner as Choice | null)?.id === owner?.id
        ? { owner: "Pick the new owner, or clear the day of the change." }
        : {}),
    }),
    names: { [id]: name },
    done: (values) => `${String(values.name).trim()} saved.`,
  });
}

const OWNER_FROM: ActionField = {
  name: "ownerFrom",
  label: "First day of a new owner",
  kind: "date",
  optional: true,
  hint: "Only when the owner changes; today if empty.",
};

function reopen({ id, name }: EditableProjectFragment): Action {
  return updating(id, {
    name: "Reopen",
    title: `Reopen ${name}`,
    note: "Its last day is cleared. Assignments that ended with it are not restored.",
    fields: [STATUS],
    initial: { status: "RUNNING" },
    saveLabel: "Reopen project",
    names: { [id]: name },
    done: () => `${name} reopened.`,
  });
}

function updating(id: string, action: Omit<Action, "key" | "role" | "send">): Action {
  return {
    key: `updateProject ${id}${action.sendsChanges ? "" : " reopen"}`,
    role: "CURATOR",
    target: { project: id },
    send: async (input) => (await request(UpdateProjectDocument, { input: input as unknown as UpdateProjectInput })).updateProject,
    ...action,
  };
}

function close({ id, name }: EditableProjectFragment): Action {
  return {
    name: "Close",
    title: `Close ${name}`,
    key: `closeProject ${id}`,
    role: "CURATOR",
    note: "Assignments that would continue end on the last day.",
    fields: [
      { name: "on", label: "Last day", kind: "date" },
      { name: "status", label: "How it ended", kind: "select", choices: CLOSED_STATUSES },
    ],
    initial: { on: today(), status: "CLOSED" },
    target: { project: id },
    saveLabel: "Close project",
    names: { [id]: name },
    send: async (input) => (await request(CloseProjectDocument, { input: input as unknown as CloseProjectInput })).closeProject,
    done: ({ status }) => `${name} ${status === "CANCELLED" ? "cancelled" : "closed"}.`,
  };
}

function assign({ id, name }: EditableProjectFragment): Action {
  return {
    name: "Assign somebody",
    title: `Assign somebody to ${name}`,
    key: `assign ${id}`,
    role: "CURATOR",
    fields: [
      { name: "person", label: "Who", kind: "person" },
      { name: "role", label: "Role", kind: "text", optional: true, hint: "For example: project lead" },
      { name: "from", label: "First day", kind: "date" },
      {
        name: "to",
        label: "Until",
        kind: "date",
        optional: true,
        hint: "The first day on which they no longer work on it, if known.",
      },
    ],
    initial: { from: today() },
    target: { project: id },
    saveLabel: "Assign",
    check: (values) => periodError(values, "from", "to"),
    names: { [id]: name },
    send: async (input) => (await request(AssignDocument, { input: input as unknown as AssignInput })).assign,
    done: ({ person }) => `${(person as Choice).name} assigned to ${name}.`,
  };
}

/** Ends the assignment of a person in a role, or removes it. */
export function unassignAction(project: Choice, person: Choice, role: string | null): Action {
  return {
    name: "End",
    title: `End the assignment of ${person.name}${role ? ` as ${role}` : ""}`,
    key: `unassign ${project.id} ${person.id} ${role ?? ""}`,
    role: "CURATOR",
    fields: [
      { name: "on", label: "Ended from", kind: "date", hint: "The first day on which they no longer work on the project." },
      { name: "remove", label: "It was recorded by mistake: remove it altogether", kind: "checkbox" },
    ],
    initial: { on: today() },
    target: { project: project.id, person: person.id, role },
    saveLabel: "End assignment",
    adjust: ({ remove, ...input }) => ({ ...input, ...(remove ? { on: null } : {}) }),
    names: { [project.id]: project.name, [person.id]: person.name },
    send: async (input) => (await request(UnassignDocument, { input: input as unknown as UnassignInput })).unassign,
    done: ({ remove }) => `Assignment of ${person.name} ${remove ? "removed" : "ended"}.`,
  };
}
