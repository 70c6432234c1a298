/** Holding a rundown, and recording a conversation. */
import { request } from "../api/graphql-client";
import {
  HoldRundownDocument,
  type HoldRundownInput,
  type HoldRundownMutation,
  type Phase,
  RecordConversationDocument,
  type RecordConversationInput,
} from "../generated/graphql";
import { PHASE_LABELS } from "../text/enum-labels";
import type { Choice } from "../ui/combobox/combobox-options";
import { dayError } from "../ui/forms/draft-dates";
import { today } from "../ui/forms/form";
import { readProfile } from "../ui/profile";
import { projectPath } from "../url/paths";
import type { Action, Values } from "./action";

function heldOnError({ heldOn }: Values) {
  const error = typeof heldOn === "string" ? dayError(heldOn) : undefined;
  return error ? { heldOn: error } : {};
}

/** The address of a project's page on which a rundown is open. */
export function rundownPath(project: string, rundown: string): string {
  return `${projectPath(project)}?rundown=${encodeURIComponent(rundown)}`;
}

/** onHeld: called with the id of the new rundown. */
export function holdRundown({ id, name }: Choice, phase: Phase, onHeld: (rundown: string) => void): Action {
  return {
    name: "Hold a rundown",
    title: `Hold a rundown for ${name}`,
    key: `holdRundown ${id}`,
    role: "CONTRIBUTOR",
    note: "Go through the lessons that fit the project, and decide on each: we use it, not for us, or later.",
    fields: [
      { name: "phase", label: "Phase", kind: "select", choices: PHASE_LABELS },
      { name: "heldOn", label: "Held on", kind: "date" },
      { name: "note", label: "Note", kind: "paragraph", optional: true, hint: "For example, who was there." },
    ],
    initial: { phase, heldOn: today() },
    target: { project: id },
    saveLabel: "Begin",
    check: heldOnError,
    names: { [id]: name },
    send: async (input) => {
      const { holdRundown: held } = await request(HoldRundownDocument, { input: input as unknown as HoldRundownInput });
      onHeld((held as HoldRundownMutation["holdRundown"]).rundown.id);
      return held;
    },
    done: () => `Rundown of ${name} recorded.`,
  };
}

export function recordConversation({ id, name }: Choice): Action {
  return {
    name: "Record a conversation",
    title: `Record a conversation about ${name}`,
    key: `recordConversation ${id}`,
    role: "CONTRIBUTOR",
    note: "With somebody from another department who did something similar. A gate may require some of these.",
    fields: [
      { name: "with", label: "With whom", kind: "person" },
      { name: "person", label: "Who from the project", kind: "person" },
      { name: "heldOn", label: "Held on", kind: "date" },
      { name: "note", label: "Note", kind: "paragraph", optional: true, hint: "What you took from it." },
    ],
    initial: { person: readProfile().person ?? null, heldOn: today() },
    target: { project: id },
    saveLabel: "Record conversation",
    check: (values) => ({
      ...heldOnError(values),
      ...(values.with && (values.with as Choice).id === (values.person as Choice | null)?.id ? { with: "Pick somebody else." } : {}),
    }),
    names: { [id]: name },
    send: async (input) =>
      (await request(RecordConversationDocument, { input: input as unknown as RecordConversationInput })).recordConversation,
    done: (values) => `Conversation with ${(values.with as Choice).name} recorded.`,
  };
}
