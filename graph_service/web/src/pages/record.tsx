/** Writing down what was learned, in under a minute: four fields must be filled, everything else may wait. */
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { ask, failedBy } from "../asking";
import { type Chosen, PersonChoice, ProjectChoice } from "../choice";
import { type Phase, RecordLessonDocument } from "../generated/graphql";
import { Title } from "../title";

const TEXTS = [
  ["context", "What happened"],
  ["wentWell", "What went well"],
  ["wentWrong", "What went wrong"],
  ["recommendation", "What we recommend"],
] as const;

export function Record() {
  const [person, setPerson] = useState<Chosen | undefined>(), [project, setProject] = useState<Chosen | undefined>();
  const [state, setState] = useState<{ busy?: boolean; error?: string; done?: Chosen }>({});
  const [key] = useState(() => crypto.randomUUID());
  const send = async (form: HTMLFormElement) => {
    const given = new FormData(form);
    const text = (name: string) => String(given.get(name) ?? "").trim() || null;
    if (!person || !project) return;
    setState({ busy: true });
    try {
      const { recordLesson } = await ask(RecordLessonDocument, {
        input: {
          title: text("title") ?? "",
          learnedOn: text("learnedOn") ?? "",
          learners: [person.id],
          project: project.id,
          phase: text("phase") as Phase | null,
          status: given.get("publish") ? "PUBLISHED" : "DRAFT",
          idempotencyKey: key,
          ...Object.fromEntries(TEXTS.map(([name]) => [name, text(name)])),
        },
      });
      setState({ done: { id: recordLesson.lesson.id, name: recordLesson.lesson.title } });
    } catch (error) {
      setState({ error: failedBy(error).message });
    }
  };
  if (state.done) {
    return (
      <>
        <Title>It is recorded</Title>
        <p>
          <Link href={`/lessons/${encodeURIComponent(state.done.id)}`}>{state.done.name}</Link>
        </p>
      </>
    );
  }
  return (
    <>
      <Title>What did you learn?</Title>
      <form
        class="record"
        onSubmit={(event) => {
          event.preventDefault();
          void send(event.currentTarget);
        }}
      >
        <label>
          <span>In one sentence</span>
          <input name="title" required maxLength={200} />
        </label>
        <PersonChoice label="Who learned it" chosen={person} onChoose={setPerson} required />
        <ProjectChoice label="On which project" chosen={project} onChoose={setProject} required />
        <label>
          <span>When</span>
          <input name="learnedOn" type="date" required defaultValue={new Date().toISOString().slice(0, 10)} max={new Date().toISOString().slice(0, 10)} />
        </label>
        {TEXTS.map(([name, label]) => (
          <label key={name}>
            <span>{label}</span>
            <textarea name={name} rows={3} />
          </label>
        ))}
        <label>
          <span>When in a project does it help?</span>
          <select name="phase">
            <option value="">at any time</option>
            <option value="BEFORE">before it begins</option>
            <option value="DURING">while it runs</option>
            <option value="AFTER">when it ends</option>
          </select>
        </label>
        <label class="tick">
          <input type="checkbox" name="publish" defaultChecked />
          <span>Let everybody see it at once</span>
        </label>
        {state.error && (
          <p class="failed" role="alert">
            {state.error}
          </p>
        )}
        <button type="submit" class="main" disabled={state.busy}>
          {state.busy ? "Recording …" : "Record it"}
        </button>
      </form>
    </>
  );
}
