/** The form of a retrospective: one project, one day, several lessons. Each is saved on its own, and what is saved stays saved. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { useMayPublish } from "../../api/caller";
import { useQuery } from "../../api/graphql-client";
import { RetrospectiveProjectDocument, type RetrospectiveProjectQuery } from "../../generated/graphql";
import { formatDate, formatNumber, plural } from "../../text/format";
import { useRecordingRefusal } from "../../ui/acting-person";
import type { Choice } from "../../ui/combobox/combobox-options";
import { ProjectCombobox } from "../../ui/combobox/node-combobox";
import { today } from "../../ui/forms/form";
import { Questions } from "../../ui/forms/form-buttons";
import { Field } from "../../ui/forms/form-field";
import { LessonList } from "../../ui/lists/lesson-list";
import { PageTitle } from "../../ui/page-title";
import { Skeleton } from "../../ui/query-result";
import { lessonPath } from "../../url/paths";
import { BulletsDialog } from "./bullets-dialog";
import { EntryCard } from "./entry-card";
import { RecordSaved } from "./record-saved";
import { addTitles, blankEntry, type Entry, MAX_LESSONS } from "./retrospective-draft";
import { LABELS } from "./retrospective-saving";
import { useRetrospective } from "./use-retrospective";

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
      <p class="lead">One project, one day, as many lessons as you have. Each needs a title and who learned it.</p>
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
  const retrospective = useRetrospective(project, onSaved);
  const { draft, setEntries, form, save } = retrospective;
  const [isPasting, setIsPasting] = useState(false);
  const [hadProject] = useState(draft.project !== undefined); // its people are waited for, so that the form does not jump
  const query = useQuery(RetrospectiveProjectDocument, draft.project && { id: draft.project.id });
  const mayPublish = useMayPublish();
  const refusal = useRecordingRefusal();
  if (refusal) return refusal;
  if (hadProject && !query.data && !query.error) return <Skeleton />;
  return (
    <div class="two record">
      <form
        class="form retrospective"
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!isTyping()) void save(mayPublish);
        }}
      >
        <ProjectAndDay retrospective={retrospective} />
        <Entries retrospective={retrospective} people={query.data?.project?.people.nodes ?? []} onPaste={() => setIsPasting(true)} />
        <SaveButtons retrospective={retrospective} />
        <p class="hint">Your text is kept in this tab until it is saved.</p>
      </form>
      <ProjectSoFar project={draft.project} lessons={query.data?.project?.lessons} />
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

/** Whether Enter was pressed in a field: it would publish lessons that are not finished. */
function isTyping(): boolean {
  return document.activeElement instanceof HTMLInputElement;
}

interface PartProps {
  retrospective: ReturnType<typeof useRetrospective>;
}

function ProjectAndDay({ retrospective: { draft, update, errors, unlikely } }: PartProps) {
  return (
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
  );
}

type Project = NonNullable<RetrospectiveProjectQuery["project"]>;

interface EntriesProps extends PartProps {
  people: Project["people"]["nodes"];
  onPaste: () => void;
}

function Entries({ retrospective: { draft, setEntries, patch, errorsOf, isBusy }, people, onPaste }: EntriesProps) {
  const { entries } = draft;
  return (
    <>
      {entries.map((entry, index) => (
        <EntryCard
          key={entry.key}
          entry={entry}
          number={index + 1}
          errors={errorsOf(entry)}
          project={draft.project}
          isSaving={isBusy ?? false}
          people={people}
          before={index ? entries[index - 1]?.learners : undefined}
          onChange={(changes) => patch(entry.key, changes)}
          onRemove={entries.length > 1 ? () => setEntries(entries.filter(({ key }) => key !== entry.key)) : undefined}
        />
      ))}
      <div class="row">
        <button
          type="button"
          disabled={entries.length >= MAX_LESSONS}
          onClick={() => setEntries([...entries, blankEntry("", entries.at(-1)?.learners)])}
        >
          {`Add lesson ${entries.length + 1}`}
        </button>
        <button type="button" onClick={onPaste}>
          Paste bullets: one lesson each
        </button>
      </div>
    </>
  );
}

function SaveButtons({ retrospective: { open, isBusy, failure, question, save } }: PartProps) {
  const mayPublish = useMayPublish();
  const count = plural(open.length, "lesson");
  return (
    <>
      {failure && (
        <div class="error" role="alert">
          <p>{failure}</p>
        </div>
      )}
      {question && <Questions questions={[question]} />}
      <div class="row">
        <button type="submit" class="first" disabled={isBusy}>
          {isBusy ? "Saving …" : mayPublish ? `Publish ${count}` : `Save ${count} for a curator to publish`}
        </button>
        {mayPublish && (
          <button type="button" disabled={isBusy} onClick={() => void save(false)}>
            {open.length === 1 ? "Save as draft" : "Save as drafts"}
          </button>
        )}
      </div>
    </>
  );
}

function ProjectSoFar({ project, lessons }: { project: Choice | undefined; lessons: Project["lessons"] | undefined }) {
  return (
    <aside class="side" aria-label="This project so far">
      {lessons && (
        <div>
          <h2>Recorded on this project so far</h2>
          <LessonList lessons={lessons.nodes} total={lessons.totalCount} emptyText="No lessons yet." />
        </div>
      )}
      {project && (
        <div>
          <h2>Did the project use a lesson?</h2>
          <Link class="btn" href={`/record?${new URLSearchParams({ mode: "reuse", project: project.id })}`}>
            Record a reuse
          </Link>
        </div>
      )}
    </aside>
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
