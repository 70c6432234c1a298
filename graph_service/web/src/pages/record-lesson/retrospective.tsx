/** The form of a retrospective: one project, one day, several lessons. Each is saved on its own, and what is saved stays saved. */
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { useMay } from "../../api/caller";
import { request, toRequestError, useQuery } from "../../api/graphql-client";
import { RecordLessonDocument, RetrospectiveProjectDocument } from "../../generated/graphql";
import { formatDate, formatNumber, plural } from "../../text/format";
import type { Choice } from "../../ui/combobox-options";
import { Dialog } from "../../ui/dialog";
import { useDraft } from "../../ui/draft";
import { dayOutsideProject } from "../../ui/draft-dates";
import { awaitSuggestions, type FormErrors, findUnmatched, today } from "../../ui/form";
import { Questions } from "../../ui/form-buttons";
import { Field, RoleMissing } from "../../ui/form-field";
import { LessonList } from "../../ui/lesson-list";
import { ProjectCombobox } from "../../ui/node-combobox";
import { PageTitle } from "../../ui/page-title";
import { readProfile } from "../../ui/profile";
import { Skeleton } from "../../ui/query-result";
import { readableError } from "../../ui/readable";
import { reportChange } from "../../ui/undo";
import { lessonPath } from "../../url/paths";
import { EntryCard } from "./entry-card";
import { RecordSaved } from "./record-saved";
import {
  addTitles,
  attemptFor,
  blankEntry,
  blankRetrospective,
  type Entry,
  entryErrors,
  MAX_LESSONS,
  openEntries,
  sharedErrors,
  splitBullets,
} from "./retrospective-draft";

const LABELS = { project: "Project", learnedOn: "Day of the retrospective" };
const LOST = "No connection to the service. Your text is kept; save again in a moment. What was saved is not recorded twice.";

interface SavingState {
  busy?: boolean;
  isChecked?: boolean;
  failure?: string | undefined;
  /** What was asked about a day and a project: saving again confirms it. */
  asked?: { day: string; project: string | undefined; question: string } | undefined;
}

interface Props {
  project: Choice | undefined;
  /** The choice between the kinds of records, shown below the title. */
  kinds: ComponentChildren;
}

/** The form, or what it saved once all its lessons are saved. */
export function Retrospective({ project, kinds }: Props) {
  const [saved, setSaved] = useState<readonly Entry[]>();
  if (saved) return <RetrospectiveSaved entries={saved} onAnother={() => setSaved(undefined)} />;
  return (
    <>
      <PageTitle>Record a retrospective</PageTitle>
      {kinds}
      <p class="lead">One project, one day, as many lessons as you have. Only a title and who learned it are required.</p>
      <RetrospectiveForm project={project} onSaved={setSaved} />
    </>
  );
}

function RetrospectiveSaved({ entries, onAnother }: { entries: readonly Entry[]; onAnother: () => void }) {
  return (
    <RecordSaved title="Retrospective saved" onAnother={onAnother}>
      <p role="status">{savedText(entries)}</p>
      <ul class="plain">
        {entries.map(
          ({ title, saved }) =>
            saved && (
              <li key={saved.id}>
                <Link href={lessonPath(saved.id)} replace>
                  {title}
                </Link>{" "}
                <span class="tag">{saved.isDraft ? "Draft" : "Published"}</span>
              </li>
            ),
        )}
      </ul>
    </RecordSaved>
  );
}

interface FormProps {
  project: Choice | undefined;
  /** Called with the saved lessons once none is left to save. */
  onSaved: (entries: readonly Entry[]) => void;
}

function RetrospectiveForm({ project, onSaved }: FormProps) {
  const { draft, update, discard } = useDraft(`retrospective ${project?.id ?? ""}`, () =>
    blankRetrospective(project ?? readProfile().project),
  );
  const [state, setState] = useState<SavingState>({});
  const [isPasting, setIsPasting] = useState(false);
  const [hadProject] = useState(draft.project !== undefined); // its people are waited for, so that the form does not jump
  const entries = useRef(draft.entries); // the newest while several lessons are being saved
  entries.current = draft.entries;
  const form = useRef<HTMLFormElement>(null);
  const query = useQuery(RetrospectiveProjectDocument, draft.project && { id: draft.project.id });
  const people = query.data?.project?.people.nodes ?? [];
  const setEntries = (next: Entry[]) => {
    entries.current = next;
    update({ entries: next });
  };
  const patch = (key: string, changes: Partial<Entry>) =>
    setEntries(entries.current.map((entry) => (entry.key === key ? { ...entry, ...changes } : entry)));
  const open = openEntries(draft.entries);
  const errors = state.isChecked ? sharedErrors(draft) : {};
  const errorsOf = (entry: Entry): FormErrors => ({
    ...entry.refused,
    ...(state.isChecked && open.includes(entry) ? entryErrors(entry) : {}),
  });
  const unlikely = dayOutsideProject(draft.day, draft.project);
  const asked = state.asked?.day === draft.day && state.asked.project === draft.project?.id ? state.asked : undefined;
  const ask = (question: string) => ({ day: draft.day, project: draft.project?.id, question });

  const save = useRef<(publish: boolean) => Promise<void>>(); // of the latest render, whose draft has what comboboxes chose meanwhile
  const onSave = async (publish: boolean) => {
    if (state.busy || !form.current) return;
    await awaitSuggestions(form.current);
    await save.current?.(publish);
  };
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
    const { failure, question } = await saveAll(open, publish);
    if (question) setState({ isChecked: true, asked: ask(question) });
    else if (failure) setState({ isChecked: true, failure, asked });
    else {
      discard();
      onSaved(entries.current.filter(({ saved }) => saved));
    }
  };

  /** Saves one lesson after the other. Returns what stopped it: a failure, or a question that saving again confirms. */
  const saveAll = async (todo: readonly Entry[], publish: boolean): Promise<{ failure?: string; question?: string }> => {
    let refused = 0;
    for (const entry of todo) {
      const attempt = attemptFor(draft, entry, { publish, confirm: asked !== undefined });
      patch(entry.key, { attempt, refused: undefined });
      try {
        const { recordLesson } = await request(RecordLessonDocument, { input: { ...attempt.input, idempotencyKey: attempt.key } });
        const isDraft = recordLesson.lesson.status === "DRAFT";
        patch(entry.key, { attempt: undefined, saved: { id: recordLesson.lesson.id, isDraft } });
        reportChange(
          [`Lesson ${isDraft ? "kept as draft" : "published"}: ${entry.title}.`, ...recordLesson.warnings].join(" "),
          recordLesson.activity,
        );
      } catch (thrown) {
        const { message, errors, isConnectionLost } = toRequestError(thrown);
        if (isConnectionLost) return { failure: LOST };
        const { code, field = "" } = errors[0]?.extensions ?? {};
        const text = await readableError(message, LABELS);
        patch(entry.key, { attempt: undefined, ...(code === "CONFIRMATION_REQUIRED" ? {} : { refused: { [field]: text } }) });
        if (code === "CONFIRMATION_REQUIRED") return { question: text };
        refused += 1;
      }
    }
    return refused ? { failure: `${plural(refused, "lesson")} could not be saved. See the reason beside it.` } : {};
  };

  if (!useMay("CONTRIBUTOR")) return <RoleMissing needed="contributor">You can read here, but not record.</RoleMissing>;
  if (hadProject && !query.data && !query.error) return <Skeleton />;
  const count = plural(open.length, "lesson");
  return (
    <div class="two record">
      <form
        class="form retrospective"
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void onSave(true);
        }}
      >
        <div class="side-by-side">
          <ProjectCombobox
            label={LABELS.project}
            name="project"
            errors={errors}
            chosen={draft.project}
            onChoose={(chosen) => update({ project: chosen })}
            canAdd
          />
          <Field label={LABELS.learnedOn} name="learnedOn" errors={errors} hint={unlikely ?? projectDates(draft.project)}>
            <input type="date" max={today()} value={draft.day} onInput={({ currentTarget }) => update({ day: currentTarget.value })} />
          </Field>
        </div>
        {draft.entries.map((entry, index) => (
          <EntryCard
            key={entry.key}
            entry={entry}
            number={index + 1}
            errors={errorsOf(entry)}
            people={people}
            onChange={(changes) => patch(entry.key, changes)}
            onRemove={draft.entries.length > 1 ? () => setEntries(draft.entries.filter(({ key }) => key !== entry.key)) : undefined}
          />
        ))}
        <div class="row">
          <button
            type="button"
            disabled={draft.entries.length >= MAX_LESSONS}
            onClick={() => setEntries([...draft.entries, blankEntry("", draft.entries.at(-1)?.learners)])}
          >
            {`Add lesson ${draft.entries.length + 1}`}
          </button>
          <button type="button" onClick={() => setIsPasting(true)}>
            Paste bullets: one lesson each
          </button>
        </div>
        {state.failure && (
          <div class="error" role="alert">
            <p>{state.failure}</p>
          </div>
        )}
        {asked && <Questions questions={[asked.question]} />}
        <div class="row">
          <button type="submit" class="first" disabled={state.busy}>
            {state.busy ? "Saving …" : `Publish ${count}`}
          </button>
          <button type="button" disabled={state.busy} onClick={() => void onSave(false)}>
            {open.length === 1 ? "Keep as draft" : "Keep as drafts"}
          </button>
        </div>
        <p class="hint">Your text is kept in this tab until it is saved.</p>
      </form>
      <aside class="side" aria-label="This project so far">
        {query.data?.project && (
          <div>
            <h2>Recorded on this project so far</h2>
            <LessonList
              lessons={query.data.project.lessons.nodes}
              total={query.data.project.lessons.totalCount}
              emptyText="No lessons yet."
            />
          </div>
        )}
        {draft.project && (
          <div>
            <h2>Did the project use a lesson?</h2>
            <Link class="btn" href={`/record?${new URLSearchParams({ mode: "reuse", project: draft.project.id })}`}>
              Record a reuse
            </Link>
          </div>
        )}
      </aside>
      {isPasting && (
        <BulletsDialog
          onClose={() => setIsPasting(false)}
          onPaste={(titles) => {
            setEntries(addTitles(draft.entries, titles));
            setIsPasting(false);
          }}
        />
      )}
    </div>
  );
}

function savedText(entries: readonly Entry[]): string {
  const drafts = entries.filter(({ saved }) => saved?.isDraft).length;
  const all = `${plural(entries.length, "lesson")} saved`;
  if (!drafts) return `${all}.`;
  const which =
    drafts === entries.length
      ? `${all} as ${drafts === 1 ? "a draft" : "drafts"}`
      : `${all}, ${formatNumber(drafts)} of them as ${drafts === 1 ? "a draft" : "drafts"}`;
  return `${which}. Open ${drafts === 1 ? "it" : "one"} to publish it.`;
}

function projectDates(project: Choice | undefined): string | undefined {
  const { startedOn, endedOn } = project ?? {};
  if (!startedOn) return undefined;
  return endedOn
    ? `The project ran from ${formatDate(startedOn)} to ${formatDate(endedOn)}.`
    : `The project began on ${formatDate(startedOn)}.`;
}

function BulletsDialog({ onClose, onPaste }: { onClose: () => void; onPaste: (titles: string[]) => void }) {
  const [text, setText] = useState("");
  const titles = splitBullets(text);
  return (
    <Dialog title="Paste bullets" onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (titles.length) onPaste(titles);
        }}
      >
        <Field
          label="One lesson per line"
          name="bullets"
          errors={{}}
          hint={`${plural(titles.length, "lesson")}, at most ${MAX_LESSONS} in one form`}
        >
          <textarea rows={8} value={text} onInput={({ currentTarget }) => setText(currentTarget.value)} />
        </Field>
        <div class="row">
          <button type="submit" class="first" disabled={!titles.length}>
            {`Make ${plural(titles.length, "lesson")}`}
          </button>
          <button type="button" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}
