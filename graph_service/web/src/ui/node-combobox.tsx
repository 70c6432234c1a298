/** Comboboxes for people, projects, topics and lessons. */
import {
  ChooseLessonsDocument,
  ChoosePeopleDocument,
  ChooseProjectsDocument,
  ChooseTopicsDocument,
  type TypedDocumentString,
} from "../generated/graphql";
import { Combobox, type ComboboxProps, MultiCombobox, type MultiComboboxProps } from "./combobox";
import type { Option, OptionSource } from "./combobox-options";

/** Infers the type of the response from the document. */
function optionSource<R>(document: TypedDocumentString<R, { text: string }>, options: (data: R) => Option[]): OptionSource<R> {
  return { document, options };
}

const PEOPLE = optionSource(ChoosePeopleDocument, ({ people }) =>
  people.nodes.map(({ id, name, department }) => ({ id, name, detail: department?.name })),
);
const PROJECTS = optionSource(ChooseProjectsDocument, ({ projects }) =>
  projects.nodes.map(({ id, name, owner }) => ({ id, name, detail: owner?.name })),
);
const TOPICS = optionSource(ChooseTopicsDocument, ({ topics }) => topics.nodes);
const LESSONS = optionSource(ChooseLessonsDocument, ({ lessons }) => lessons.nodes.map(({ id, title }) => ({ id, name: title })));

/** Active people only. */
export function PersonCombobox(props: ComboboxProps) {
  return <Combobox {...props} {...PEOPLE} />;
}

export function ProjectCombobox(props: ComboboxProps) {
  return <Combobox {...props} {...PROJECTS} />;
}

/** Active people only. */
export function PeopleCombobox(props: MultiComboboxProps) {
  return <MultiCombobox {...props} {...PEOPLE} />;
}

export function TopicsCombobox(props: MultiComboboxProps) {
  return <MultiCombobox {...props} {...TOPICS} />;
}

/** Published lessons only. */
export function LessonsCombobox(props: MultiComboboxProps) {
  return <MultiCombobox {...props} {...LESSONS} />;
}
