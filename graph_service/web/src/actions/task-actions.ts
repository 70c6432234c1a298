/** Asking somebody to look at a finding. */
import { request } from "../api/graphql-client";
import { CreateTaskDocument, type CreateTaskInput, type Finding } from "../generated/graphql";
import type { Choice } from "../ui/combobox/combobox-options";
import type { FindingId } from "../url/send-link";
import type { Action } from "./action";

/** What the service calls each kind of finding. */
export const FINDINGS: Readonly<Record<FindingId, Finding>> = {
  recording: "RECORDING",
  silo: "SILOS",
  dependence: "DEPENDENCE",
  problems: "REPEATED_PROBLEMS",
  introductions: "INTRODUCTIONS",
  unused: "UNUSED_LESSONS",
};

/** Our name of a kind of finding. */
export function findingId(finding: Finding): FindingId {
  return (Object.keys(FINDINGS) as FindingId[]).find((id) => FINDINGS[id] === finding) as FindingId;
}

const MAX_TITLE = 500; // characters

export function assignFinding({ id, title }: { id: FindingId; title: string }): Action {
  return {
    name: "Assign",
    title: "Ask somebody to look at this",
    key: `createTask ${id}`,
    role: "CONTRIBUTOR",
    note: title,
    fields: [
      { name: "person", label: "Whom to ask", kind: "person" },
      { name: "note", label: "What to do", kind: "paragraph", optional: true },
    ],
    target: { finding: FINDINGS[id], title: title.slice(0, MAX_TITLE) },
    saveLabel: "Assign",
    send: async (input) => (await request(CreateTaskDocument, { input: input as unknown as CreateTaskInput })).createTask,
    done: (values) => `${(values.person as Choice).name} is asked to look at it. It waits in their inbox.`,
    created: () => "/tasks",
  };
}
