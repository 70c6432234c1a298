/** "I reused this": who, on which project, and whether it helped. */
import { useState } from "preact/hooks";
import { ask, failedBy } from "./asking";
import { type Chosen, PersonChoice, ProjectChoice } from "./choice";
import { type Outcome, RecordReuseDocument } from "./generated/graphql";

export function Reused({ lesson, onDone }: { lesson: string; onDone: () => void }) {
  const [open, setOpen] = useState(false);
  const [person, setPerson] = useState<Chosen | undefined>(), [project, setProject] = useState<Chosen | undefined>();
  const [state, setState] = useState<{ busy?: boolean; error?: string; done?: boolean }>({});
  const [key, setKey] = useState(() => crypto.randomUUID());
  const send = async (form: HTMLFormElement) => {
    const given = new FormData(form);
    const text = (name: string) => String(given.get(name) ?? "").trim() || null;
    if (!person || !project) return;
    setState({ busy: true });
    try {
      await ask(RecordReuseDocument, {
        input: {
          lesson,
          person: person.id,
          project: project.id,
          outcome: text("outcome") as Outcome | null,
          note: text("note"),
          hoursSaved: text("hours") === null ? null : Number(text("hours")),
          idempotencyKey: key,
        },
      });
      setState({ done: true });
      setOpen(false);
      setKey(crypto.randomUUID());
      onDone();
    } catch (error) {
      setState({ error: failedBy(error).message });
    }
  };
  if (!open) {
    return (
      <p>
        <button type="button" class="main" onClick={() => setOpen(true)}>
          I reused this
        </button>{" "}
        {state.done && <span role="status">Thank you, it is recorded.</span>}
      </p>
    );
  }
  return (
    <form
      class="record note"
      aria-label="I reused this"
      onSubmit={(event) => {
        event.preventDefault();
        void send(event.currentTarget);
      }}
    >
      <PersonChoice label="Who reused it" chosen={person} onChoose={setPerson} required />
      <ProjectChoice label="On which project" chosen={project} onChoose={setProject} required />
      <label>
        <span>What came of it?</span>
        <select name="outcome">
          <option value="">not known yet</option>
          <option value="HELPED">it helped</option>
          <option value="NO_EFFECT">it had no effect</option>
          <option value="BACKFIRED">it did harm</option>
        </select>
      </label>
      <label>
        <span>Hours saved, if you know</span>
        <input name="hours" type="number" min="0" step="any" inputMode="decimal" />
      </label>
      <label>
        <span>How it went</span>
        <textarea name="note" rows={2} />
      </label>
      {state.error && (
        <p class="failed" role="alert">
          {state.error}
        </p>
      )}
      <p>
        <button type="submit" class="main" disabled={state.busy}>
          {state.busy ? "Recording …" : "Record it"}
        </button>{" "}
        <button type="button" onClick={() => setOpen(false)}>
          Cancel
        </button>
      </p>
    </form>
  );
}
