/** One lesson of a retrospective in the form. */
import { Link } from "wouter-preact";
import { formatNumber } from "../../text/format";
import type { Choice } from "../../ui/combobox/combobox-options";
import { PeopleCombobox, TopicsCombobox } from "../../ui/combobox/node-combobox";
import type { FormErrors } from "../../ui/forms/form";
import { Field, FieldError, FormError } from "../../ui/forms/form-field";
import { SimilarLessons } from "../../ui/similar-lessons";
import { lessonPath } from "../../url/paths";
import { BuildsOnButton } from "./builds-on-button";
import { MAX_TITLE } from "./lesson-draft";
import type { Entry } from "./retrospective-draft";

const LABELS = {
  title: "Title, in one sentence",
  learners: "Who learned it",
  recommendation: "What we recommend",
  context: "What happened",
  topics: "Topics",
};
const MAX_TEXT = 10_000; // characters

interface Props {
  entry: Entry;
  number: number;
  errors: FormErrors;
  project: Choice | undefined;
  /** Whether the form is saving its lessons. */
  isSaving: boolean;
  /** People of the project, who are offered first. */
  people: readonly Choice[];
  /** Who learned the lesson before this one. */
  before: readonly Choice[] | undefined;
  onChange: (changes: Partial<Entry>) => void;
  /** Absent for the only lesson. */
  onRemove?: (() => void) | undefined;
}

export function EntryCard({ entry, number, errors, project, isSaving, people, before, onChange, onRemove }: Props) {
  const { title, recommendation, context, learners, topics, buildsOn, attempt, saved } = entry;
  const name = `Lesson ${number}`;
  if (saved)
    return (
      <section class="card entry" aria-label={name}>
        <p>
          <span class="tag">{saved.isDraft ? "Saved as draft" : "Published"}</span> <Link href={lessonPath(saved.id)}>{title}</Link>
        </p>
      </section>
    );
  const others = learners.filter(({ id }) => people.every((person) => person.id !== id));
  const text = (key: "title" | "recommendation" | "context") => ({
    value: entry[key],
    onInput: ({ currentTarget }: { currentTarget: { value: string } }) => onChange({ [key]: currentTarget.value, refused: undefined }),
  });
  return (
    <section class="card entry" aria-label={name}>
      <div class="between">
        <h2>{name}</h2>
        {onRemove && !attempt && (
          <button type="button" class="quiet" aria-label={`Remove ${name.toLowerCase()}`} onClick={onRemove}>
            Remove
          </button>
        )}
      </div>
      {attempt && !isSaving && (
        <p class="note">It is not known yet whether this lesson was saved. Save it again: it will be recorded only once.</p>
      )}
      <fieldset class="form" disabled={attempt !== undefined}>
        <legend class="visually-hidden">{name}</legend>
        <Field label={LABELS.title} name="title" errors={errors} hint={`${title.length} of ${MAX_TITLE} characters`}>
          <input {...text("title")} />
        </Field>
        <SimilarLessons text={title} project={project}>
          {(lesson) => <BuildsOnButton lesson={lesson} buildsOn={buildsOn} onBuildOn={(next) => onChange({ buildsOn: next })} />}
        </SimilarLessons>
        {buildsOn.length > 0 && <p class="hint">{`Builds on ${buildsOn.map(({ name }) => `“${name}”`).join(", ")}.`}</p>}
        <Learners
          people={people}
          learners={learners}
          error={errors.learners}
          id={entry.key}
          onChange={(next) => onChange({ learners: next })}
        />
        {!learners.length && !!before?.length && (
          <p>
            <button type="button" class="inline" onClick={() => onChange({ learners: [...before] })}>
              {`Same people as lesson ${number - 1}`}
            </button>
          </p>
        )}
        <PeopleCombobox
          label={people.length ? "Somebody else who learned it" : LABELS.learners}
          name="others"
          isRequired={!people.length}
          errors={people.length || !errors.learners ? {} : { others: errors.learners }}
          chosen={others}
          onChoose={(chosen) =>
            onChange({ learners: [...learners.filter(({ id }) => people.some((person) => person.id === id)), ...chosen] })
          }
        />
        <Field
          label={LABELS.recommendation}
          name="recommendation"
          errors={errors}
          optional
          hint={`${recommendation.length} of ${formatNumber(MAX_TEXT)} characters. Start with a verb: this is what others read first.`}
        >
          <textarea rows={2} {...text("recommendation")} />
        </Field>
        <details>
          <summary>What happened, topics</summary>
          <div class="form">
            <Field
              label={LABELS.context}
              name="context"
              errors={errors}
              optional
              hint={`${context.length} of ${formatNumber(MAX_TEXT)} characters`}
            >
              <textarea rows={2} {...text("context")} />
            </Field>
            <TopicsCombobox
              label={LABELS.topics}
              name="topics"
              errors={errors}
              chosen={topics}
              onChoose={(chosen) => onChange({ topics: chosen })}
            />
          </div>
        </details>
      </fieldset>
      <FormError fields={Object.keys(LABELS)} errors={errors} />
    </section>
  );
}

interface LearnersProps {
  id: string;
  people: readonly Choice[];
  learners: readonly Choice[];
  error: string | undefined;
  onChange: (learners: Choice[]) => void;
}

function Learners({ id, people, learners, error, onChange }: LearnersProps) {
  if (!people.length) return null;
  return (
    <fieldset class="field" aria-describedby={error ? `${id}-error` : undefined}>
      <legend>{LABELS.learners}</legend>
      <div class="people">
        {people.map((person) => (
          <label key={person.id} class="checkbox">
            <input
              type="checkbox"
              checked={learners.some((learner) => learner.id === person.id)}
              aria-invalid={error ? "true" : undefined}
              onChange={({ currentTarget }) =>
                onChange(currentTarget.checked ? [...learners, person] : learners.filter((learner) => learner.id !== person.id))
              }
            />
            <span>{person.name}</span>
          </label>
        ))}
      </div>
      <FieldError id={`${id}-error`} error={error} />
    </fieldset>
  );
}
