/** Writing down what was learned, in under a minute: four fields must be filled, everything else may wait. */
import { useState } from "preact/hooks";
import { Link, useSearch } from "wouter-preact";
import { ask, useAnswer } from "../api/graphql-client";
import {
  BeginRecordDocument,
  type Phase,
  RecordLessonDocument,
  type RecordLessonInput,
  type RecordLessonMutation,
} from "../generated/graphql";
import { keep, recall } from "../storage";
import { type Chosen, LessonsChoice, PeopleChoice, PersonChoice, ProjectChoice, shown, TopicsChoice } from "../ui/combobox";
import { today, useDraft, useSending } from "../ui/form";
import { Field, RefusedElsewhere, Warnings } from "../ui/form-field";
import { Title } from "../ui/page-title";
import { Show } from "../ui/query-result";

const TEXTS = [
  ["context", "What happened"],
  ["wentWell", "What went well"],
  ["wentWrong", "What went wrong"],
] as const;
const SHOWN = ["title", "learners", "project", "learnedOn", "recommendation", ...TEXTS.map(([name]) => name), "topics", "buildsOn"];

interface Draft {
  title: string;
  person: Chosen | undefined;
  project: Chosen | undefined;
  learnedOn: string;
  recommendation: string;
  context: string;
  wentWell: string;
  wentWrong: string;
  others: Chosen[];
  topics: Chosen[];
  buildsOn: Chosen[];
  phase: Phase | "";
  publish: boolean;
}

type Recorded = RecordLessonMutation["recordLesson"];

/** The project and the lesson in the address are where the reader comes from. */
export function Record() {
  const given = new URLSearchParams(useSearch());
  const project = given.get("project") ?? "",
    lesson = given.get("builds") ?? "";
  const [round, setRound] = useState(0);
  const answer = useAnswer(BeginRecordDocument, project || lesson ? { project, lesson } : undefined);
  const form = (begin: Partial<Draft>) => (
    <Recording
      key={`${project} ${lesson} ${round}`}
      draftName={`lesson ${project} ${lesson}`}
      begin={begin}
      onAnother={() => setRound(round + 1)}
    />
  );
  if (!project && !lesson) return form({});
  return (
    <Show answer={answer}>
      {(from) =>
        form({
          ...(from.project ? { project: { id: from.project.id, name: shown({ ...from.project, beside: from.project.owner?.name }) } } : {}),
          ...(from.lesson ? { buildsOn: [{ id: from.lesson.id, name: from.lesson.title }] } : {}),
        })
      }
    </Show>
  );
}

function Recording({ draftName, begin, onAnother }: { draftName: string; begin: Partial<Draft>; onAnother: () => void }) {
  const { draft, change, forget } = useDraft<Draft>(draftName, () => ({ ...blank(), ...begin }));
  const sending = useSending(
    () => inputOf(draft),
    async (input) => {
      const { recordLesson } = await ask(RecordLessonDocument, { input });
      keep("localStorage", "recorder", draft.person);
      forget();
      return recordLesson;
    },
  );
  if (sending.done) return <Done recorded={sending.done} onAnother={onAnother} />;
  const { refused } = sending;
  const typed = (name: "title" | "learnedOn" | "recommendation" | (typeof TEXTS)[number][0]) => ({
    value: draft[name],
    onInput: ({ currentTarget }: { currentTarget: { value: string } }) => change({ [name]: currentTarget.value }),
  });
  return (
    <>
      <Title>What did you learn?</Title>
      {begin.buildsOn
        ?.filter(({ id }) => draft.buildsOn.some((one) => one.id === id))
        .map(({ id, name }) => (
          <p key={id} class="faint">{`It builds on “${name}”.`}</p>
        ))}
      <form class="record" {...sending.form}>
        <Field label="In one sentence" name="title" refused={refused}>
          <input required maxLength={200} {...typed("title")} />
        </Field>
        <PersonChoice
          label="Who learned it"
          name="learners"
          refused={refused}
          chosen={draft.person}
          onChoose={(person) => change({ person })}
          required
        />
        <ProjectChoice
          label="On which project"
          name="project"
          refused={refused}
          chosen={draft.project}
          onChoose={(project) => change({ project })}
          required
        />
        <Field label="When" name="learnedOn" refused={refused}>
          <input type="date" required max={today()} {...typed("learnedOn")} />
        </Field>
        <Field label="What we recommend" name="recommendation" refused={refused}>
          <textarea rows={3} {...typed("recommendation")} />
        </Field>
        <details>
          <summary>More: what happened, topics …</summary>
          <div class="record">
            {TEXTS.map(([name, label]) => (
              <Field key={name} label={label} name={name} refused={refused}>
                <textarea rows={3} {...typed(name)} />
              </Field>
            ))}
            <TopicsChoice label="Topics" name="topics" refused={refused} chosen={draft.topics} onChoose={(topics) => change({ topics })} />
            <PeopleChoice label="Who else learned it" chosen={draft.others} onChoose={(others) => change({ others })} />
            <LessonsChoice
              label="Earlier lessons it builds on"
              name="buildsOn"
              refused={refused}
              chosen={draft.buildsOn}
              onChoose={(buildsOn) => change({ buildsOn })}
            />
            <label>
              <span>When in a project does it help?</span>
              <select value={draft.phase} onChange={({ currentTarget }) => change({ phase: currentTarget.value as Draft["phase"] })}>
                <option value="">at any time</option>
                <option value="BEFORE">before it begins</option>
                <option value="DURING">while it runs</option>
                <option value="AFTER">when it ends</option>
              </select>
            </label>
            <label class="tick">
              <input type="checkbox" checked={draft.publish} onChange={({ currentTarget }) => change({ publish: currentTarget.checked })} />
              <span>Let everybody see it at once</span>
            </label>
          </div>
        </details>
        <RefusedElsewhere fields={SHOWN} refused={refused} />
        <p>
          <button type="submit" class="main" disabled={sending.busy}>
            {sending.busy ? "Recording …" : "Record it"}
          </button>
        </p>
      </form>
    </>
  );
}

/** The links take the place of this page: the way back leads to where one came from. */
function Done({ recorded: { lesson, warnings }, onAnother }: { recorded: Recorded; onAnother: () => void }) {
  return (
    <>
      <Title>It is recorded</Title>
      <Warnings warnings={warnings} />
      <p>
        <Link href={`/lessons/${encodeURIComponent(lesson.id)}`} replace>
          {lesson.title}
        </Link>
      </p>
      <button type="button" onClick={onAnother}>
        Record another
      </button>
    </>
  );
}

function blank(): Draft {
  const empty = { title: "", recommendation: "", context: "", wentWell: "", wentWrong: "", others: [], topics: [], buildsOn: [] };
  return { ...empty, person: recall<Chosen>("localStorage", "recorder"), project: undefined, learnedOn: today(), phase: "", publish: true };
}

/** Nothing while somebody or the project is still to be chosen, which their fields say. */
function inputOf(draft: Draft): RecordLessonInput | undefined {
  if (!draft.person || !draft.project) return undefined;
  return {
    title: draft.title.trim(),
    learnedOn: draft.learnedOn,
    learners: [...new Set([draft.person, ...draft.others].map(({ id }) => id))],
    project: draft.project.id,
    recommendation: draft.recommendation.trim() || null,
    context: draft.context.trim() || null,
    wentWell: draft.wentWell.trim() || null,
    wentWrong: draft.wentWrong.trim() || null,
    topics: draft.topics.map(({ id }) => id),
    buildsOn: draft.buildsOn.map(({ id }) => id),
    phase: draft.phase || null,
    status: draft.publish ? "PUBLISHED" : "DRAFT",
  };
}
