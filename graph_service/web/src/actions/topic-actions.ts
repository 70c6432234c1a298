/** What can be changed about topics. */
import { request } from "../api/graphql-client";
import {
  CreateTopicDocument,
  type CreateTopicInput,
  type CreateTopicMutation,
  type EditableTopicFragment,
  UpdateTopicDocument,
  type UpdateTopicInput,
} from "../generated/graphql";
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
