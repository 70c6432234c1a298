import { graphql } from "relay-runtime";

export const project = graphql`
  query queriesProjectQuery($id: ID!) { project(id: $id) { nodeId ...queries_lessons } }
`;

export const lessons = graphql`
  fragment queries_lessons on Project
  @argumentDefinitions(first: { type: "Int" }, after: { type: "String" }, last: { type: "Int" }, before: { type: "String" })
  @refetchable(queryName: "queriesLessonsQuery") {
    name
    lessons(first: $first, after: $after, last: $last, before: $before) @connection(key: "queries_lessons") {
      edges { node { title } }
    }
  }
`;

export const organisation = graphql`
  query queriesOrganisationQuery($topic: ID!, $department: ID!) {
    topic(id: $topic) { id name }
    department(id: $department) { id name }
    network { silos { group { name } verdict } nodeGraph { nodes { key title } } }
  }
`;

export const create = graphql`
  mutation queriesCreateMutation($input: CreateTopicInput!) { createTopic(input: $input) { topic { id name } } }
`;
