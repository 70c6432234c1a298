/** Comboboxes for departments, people, projects, topics and lessons. */
import { useMay } from "../../api/caller";
import {
  ChooseDepartmentsDocument,
  ChooseLessonsDocument,
  ChoosePeopleDocument,
  ChooseProjectsDocument,
  ChooseTopicsDocument,
  ChooseUnpublishedLessonsDocument,
  type TypedDocumentString,
} from "../../generated/graphql";
import { AddPerson, AddProject } from "../forms/add-unknown";
import { Combobox, type ComboboxProps, type FreeText, MultiCombobox, type MultiComboboxProps } from "./combobox";
import type { Option, OptionSource } from "./combobox-options";

/** Infers the type of the response from the document. */
function optionSource<R>(document: TypedDocumentString<R, { text: string }>, options: (data: R) => Option[]): OptionSource<R> {
  return { document, options };
}

const DEPARTMENTS = optionSource(ChooseDepartmentsDocument, ({ departments }) =>
  departments.nodes.map(({ id, name, parent, closedOn }) => ({ id, name, detail: closedOn ? "closed" : parent?.name })),
);
const PEOPLE = optionSource(ChoosePeopleDocument, ({ people }) =>
  people.nodes.map(({ id, name, department }) => ({ id, name, detail: department?.name })),
);
const PROJECTS = optionSource(ChooseProjectsDocument, ({ projects }) =>
  projects.nodes.map(({ id, name, owner, startedOn, endedOn }) => ({ id, name, detail: owner?.name, startedOn, endedOn })),
);
const TOPICS = optionSource(ChooseTopicsDocument, ({ topics }) => topics.nodes);
const LESSONS = optionSource(ChooseLessonsDocument, ({ lessons }) =>
  lessons.nodes.map(({ id, title, learnedOn }) => ({ id, name: title, learnedOn })),
);

const UNPUBLISHED_LESSONS = optionSource(ChooseUnpublishedLessonsDocument, ({ lessons }) =>
  lessons.nodes.map(({ id, title, learnedOn }) => ({ id, name: title, learnedOn })),
);

interface Addable {
  /** Whether somebody or something that is not in the list can be added, by a caller who may. */
  canAdd?: boolean;
}

export function DepartmentCombobox(props: ComboboxProps) {
  return (
    <Combobox
      {...props}
      {...DEPARTMENTS}
      unknown={(text) => <p class="hint">{`No department is called “${text}”. Check the spelling.`}</p>}
    />
  );
}

export function DepartmentsCombobox(props: MultiComboboxProps) {
  return <MultiCombobox {...props} {...DEPARTMENTS} />;
}

/** Active people only. */
export function PersonCombobox({ canAdd = false, ...props }: ComboboxProps & Addable) {
  const mayAdd = useMay("ADMINISTRATOR") && canAdd;
  return (
    <Combobox
      {...props}
      {...PEOPLE}
      unknown={(text, choose) => (
        <p class="hint">
          {`Nobody is called “${text}”. Check the spelling`}
          {mayAdd ? ", or " : canAdd ? ", or ask an administrator to add the person. Your text is kept." : "."}
          {mayAdd && <AddPerson name={text} onAdded={choose} />}
        </p>
      )}
    />
  );
}

export function ProjectCombobox({ canAdd = false, ...props }: ComboboxProps & Addable) {
  const mayAdd = useMay("CURATOR") && canAdd;
  return (
    <Combobox
      {...props}
      {...PROJECTS}
      unknown={(text, choose) => (
        <p class="hint">
          {`No project is called “${text}”. Check the spelling`}
          {mayAdd ? ", or " : canAdd ? ", or ask a curator to add the project. Your text is kept." : "."}
          {mayAdd && <AddProject name={text} onAdded={choose} />}
        </p>
      )}
    />
  );
}

/** The project of something that is being captured: one of the list, or the name of one that is not there yet. */
export function CapturedProjectCombobox(props: ComboboxProps & FreeText) {
  return (
    <Combobox
      {...props}
      {...PROJECTS}
      unknown={(text) => <p class="hint">{`No project is called “${text}”. The name is kept with the draft until there is one.`}</p>}
    />
  );
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

/** Published lessons only. */
export function LessonCombobox(props: ComboboxProps) {
  return <Combobox {...props} {...LESSONS} unknown={(text) => <p class="hint">{`No published lesson has “${text}” in its title.`}</p>} />;
}

/** Lessons that are not published yet. */
export function UnpublishedLessonCombobox(props: ComboboxProps) {
  return <Combobox {...props} {...UNPUBLISHED_LESSONS} unknown={(text) => <p class="hint">{`No draft has “${text}” in its title.`}</p>} />;
}
