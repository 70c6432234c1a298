/** The page after saving: what was saved, and a button to record another. Its links replace this page in the history, so that Back leads to the page before the form. */
import type { ComponentChildren } from "preact";
import { Warnings } from "../../ui/forms/form-field";
import { PageTitle } from "../../ui/page-title";

interface Props {
  title: string;
  warnings?: readonly string[];
  /** Links to what was saved. */
  children: ComponentChildren;
  onAnother: () => void;
}

export function RecordSaved({ title, warnings = [], children, onAnother }: Props) {
  return (
    <>
      <PageTitle>{title}</PageTitle>
      <Warnings warnings={warnings} />
      {children}
      <button type="button" onClick={onAnother}>
        Record another
      </button>
    </>
  );
}
