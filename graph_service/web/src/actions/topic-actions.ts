/** What can be changed about topics. */
import { request } from "../api/graphql-client";
import {
  AppointStewardDocument,
  type AppointStewardInput,
  CreateTopicDocument,
  type CreateTopicInput,
  type CreateTopicMutation,
  type EditableTopicFragment,
  EndStewardshipDocument,
  type EndStewardshipInput,
  UpdateTopicDocument,
  type UpdateTopicInput,
} from "../generated/graphql";
import type { Choice } from "../ui/combobox/combobox-options";
import { today } from "../ui/forms/form";
import { topicPath } from "../url/paths";
import type { Action, ActionField } from "./action";

const FIELDS: readonly ActionField[] = [
  { name: "name", label: "Name", kind: "text" },
  { name: "description", label: "What it covers", kind: "paragraph", optional: true, hint: "Also what it does not cover." },
  { name: "broader", label: "Broader topics", kind: "topics", optional: true },
];

export const CREATE_TOPIC: Action = {
  name: "Create a topic",
  title: "Create a topic",
  key: "createTopic",
  role: "CURATOR",
  fields: FIELDS,
  saveLabel: "Create topic",
  send: async (input) => (await request(CreateTopicDocument, { input: input as unknown as CreateTopicInput })).createTopic,
  done: ({ name }) => `Topic ${String(name).trim()} created.`,
  created: (result) => topicPath((result as CreateTopicMutation["createTopic"]).topic.id),
};

export function topicActions({ id, name, description, broader }: EditableTopicFragment): Action[] {
  return [
    {
      name: "Edit",
      title: `Edit ${name}`,
      key: `updateTopic ${id}`,
      role: "CURATOR",
      fields: FIELDS,
      initial: { name, description: description ?? null, broader: broader.nodes },
      target: { topic: id },
      sendsChanges: true,
      names: { [id]: name },
      send: async (input) => (await request(UpdateTopicDocument, { input: input as unknown as UpdateTopicInput })).updateTopic,
      done: (values) => `${String(values.name).trim()} saved.`,
    },
  ];
}

export function appointStewardAction({ id, name }: Choice): Action {
  return {
    name: "Appoint a steward",
    title: `Appoint a steward of ${name}`,
    key: `appointSteward ${id}`,
    role: "CURATOR",
    note: "A steward reviews the lessons about the topic before these are published.",
    fields: [
      { name: "person", label: "Who", kind: "person" },
      { name: "from", label: "First day", kind: "date" },
    ],
    initial: { from: today() },
    target: { topic: id },
    saveLabel: "Appoint",
    names: { [id]: name },
    send: async (input) => (await request(AppointStewardDocument, { input: input as unknown as AppointStewardInput })).appointSteward,
    done: ({ person }) => `${(person as Choice).name} is a steward of ${name}.`,
  };
}

/** Ends a stewardship, or removes it. */
export function endStewardshipAction(topic: Choice, person: Choice): Action {
  return {
    name: "End",
    title: `End the stewardship of ${person.name}`,
    key: `endStewardship ${topic.id} ${person.id}`,
    role: "CURATOR",
    fields: [
      { name: "on", label: "Ended from", kind: "date", hint: "The first day on which they are no longer its steward." },
      { name: "remove", label: "It was recorded by mistake: remove it altogether", kind: "checkbox" },
    ],
    initial: { on: today() },
    target: { topic: topic.id, person: person.id },
    saveLabel: "End stewardship",
    adjust: ({ remove, ...input }) => ({ ...input, ...(remove ? { on: null } : {}) }),
    names: { [topic.id]: topic.name, [person.id]: person.name },
    send: async (input) => (await request(EndStewardshipDocument, { input: input as unknown as EndStewardshipInput })).endStewardship,
    done: ({ remove }) => `Stewardship of ${person.name} ${remove ? "removed" : "ended"}.`,
  };
}
