/** Buttons that add the person or the project whose name was typed into a form, so that the form can be completed. */
import { useState } from "preact/hooks";
import { request, toRequestError } from "../../api/graphql-client";
import { AddPersonDocument, StartProjectDocument } from "../../generated/graphql";
import type { Choice } from "../combobox/combobox-options";
import { reportChange } from "../undo";

interface Props {
  name: string;
  onAdded: (choice: Choice) => void;
}

export function AddPerson({ name, onAdded }: Props) {
  return (
    <AddButton
      label={`add “${name}” to the people`}
      add={async () => {
        const { person, activity } = (await request(AddPersonDocument, { input: { name } })).addPerson;
        onAdded(person);
        reportChange(`${name} added.`, activity);
      }}
    />
  );
}

export function AddProject({ name, onAdded }: Props) {
  return (
    <AddButton
      label={`add the project “${name}”`}
      add={async () => {
        const { project, activity } = (await request(StartProjectDocument, { input: { name } })).startProject;
        onAdded(project);
        reportChange(`Project ${name} created.`, activity);
      }}
    />
  );
}

function AddButton({ label, add }: { label: string; add: () => Promise<void> }) {
  const [state, setState] = useState<{ busy?: boolean; error?: string }>({});
  const run = async () => {
    setState({ busy: true });
    try {
      await add();
    } catch (error) {
      setState({ error: toRequestError(error).message });
    }
  };
  return (
    <>
      <button type="button" class="inline" disabled={state.busy} onClick={() => void run()}>
        {label}
      </button>
      {state.error && <span class="field-error"> {state.error}</span>}
    </>
  );
}
