/** The state of the form of a retrospective: its draft, what is wrong with it, and how far saving got. */
import { useRef, useState } from "preact/hooks";
import type { Choice } from "../../ui/combobox/combobox-options";
import { useDraft } from "../../ui/forms/draft";
import { dayOutsideProject } from "../../ui/forms/draft-dates";
import { awaitSuggestions, type FormErrors, findUnmatched } from "../../ui/forms/form";
import { readProfile } from "../../ui/profile";
import { blankRetrospective, type Entry, entryErrors, openEntries, type RetrospectiveDraft, sharedErrors } from "./retrospective-draft";
import { saveAll } from "./retrospective-saving";

interface SavingState {
  busy?: boolean;
  isChecked?: boolean;
  failure?: string | undefined;
  /** What was asked about a day and a project: saving again confirms it. */
  asked?: { day: string; project: string | undefined; question: string } | undefined;
}

/** `onSaved` is called with the saved lessons once none is left to save. */
export function useRetrospective(project: Choice | undefined, onSaved: (entries: readonly Entry[]) => void) {
  const blank = useRef<RetrospectiveDraft>(); // the same at every render, because its entry has a random key
  blank.current ??= blankRetrospective(project ?? readProfile().project);
  const { draft, update, discard } = useDraft(
    `retrospective ${project?.id ?? ""}`,
    () => blank.current ?? blankRetrospective(project ?? readProfile().project),
  );
  const [state, setState] = useState<SavingState>({});
  const entries = useRef(draft.entries); // the newest while several lessons are being saved
  entries.current = draft.entries;
  const form = useRef<HTMLFormElement>(null);
  const setEntries = (next: Entry[]) => {
    entries.current = next;
    update({ entries: next });
  };
  const patch = (key: string, changes: Partial<Entry>) =>
    setEntries(entries.current.map((entry) => (entry.key === key ? { ...entry, ...changes } : entry)));
  const open = openEntries(draft.entries);
  const unlikely = dayOutsideProject(draft.day, draft.project);
  const asked = state.asked?.day === draft.day && state.asked.project === draft.project?.id ? state.asked : undefined;
  const ask = (question: string) => ({ day: draft.day, project: draft.project?.id, question });

  const save = useRef<(publish: boolean) => Promise<void>>(); // of the latest render, whose draft has what comboboxes chose meanwhile
  save.current = async (publish) => {
    const [unmatched] = form.current ? Object.values(findUnmatched(form.current)) : [];
    if (unmatched) return setState({ isChecked: true, failure: unmatched });
    const wrong = [sharedErrors(draft), ...open.map(entryErrors)].some((found) => Object.keys(found).length);
    if (wrong || (unlikely && !asked)) {
      setState({ isChecked: true, ...(wrong || !unlikely ? {} : { asked: ask(unlikely) }) });
      setTimeout(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
      return;
    }
    setState({ busy: true, isChecked: true, asked });
    const { failure, question } = await saveAll(open, draft, { publish, confirm: asked !== undefined }, patch);
    if (question) setState({ isChecked: true, asked: ask(question) });
    else if (failure) setState({ isChecked: true, failure, asked });
    else {
      blank.current = undefined;
      discard();
      onSaved(entries.current.filter(({ saved }) => saved));
    }
  };

  return {
    ...{ draft, update, setEntries, patch, open, unlikely, form },
    isBusy: state.busy,
    failure: state.failure,
    question: asked?.question,
    errors: state.isChecked ? sharedErrors(draft) : {},
    errorsOf: (entry: Entry): FormErrors => ({
      ...entry.refused,
      ...(state.isChecked && open.includes(entry) ? entryErrors(entry) : {}),
    }),
    save: async (publish: boolean) => {
      if (state.busy || !form.current) return;
      await awaitSuggestions(form.current);
      await save.current?.(publish);
    },
  };
}
