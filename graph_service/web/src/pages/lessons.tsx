/** Lessons by words, or the newest. */
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { useView, type View } from "../address";
import { useAnswer } from "../asking";
import { Finding, Leafing } from "../finding";
import { DepartmentsDocument, FindLessonsDocument, type LessonRowFragment, type LessonWhere, NewestLessonsDocument } from "../generated/graphql";
import { Show } from "../state";
import { Title } from "../title";
import { day, listed, number, plural } from "../words";

const PHASES = { BEFORE: "before a project begins", DURING: "while it runs", AFTER: "when it ends" } as const;
const TELLS = { well: "what went well", wrong: "what went wrong" } as const;
const PROVEN = { helped: "helped somebody", reused: "was reused by others", never: "was never reused" } as const;

export function Lessons() {
  const { view, search, set } = useView();
  const given = new URLSearchParams(search);
  const text = given.get("q") ?? "";
  const departments = useAnswer(DepartmentsDocument, {});
  const places = Object.fromEntries(departments.data?.departments.nodes.map(({ id, name }) => [id, name]) ?? []);
  const choose = (name: string) => (value: string) => set({ [name]: value || undefined });
  return (
    <>
      <Title>{text ? `Lessons about “${text}”` : "What was learned"}</Title>
      <Finding label="Words" text={text} hint="scaffolding in winter" onFind={(q) => set({ q })}>
        <Facet label="Learned in" value={given.get("in")} choices={places} onChoose={choose("in")} />
        <Facet label="Helps" value={given.get("phase")} choices={PHASES} onChoose={choose("phase")} />
        <Facet label="Tells" value={given.get("tells")} choices={TELLS} onChoose={choose("tells")} />
        <Facet label="Proven" value={given.get("proven")} choices={PROVEN} onChoose={choose("proven")} />
      </Finding>
      {text ? <FoundByWords text={text} where={where(view, given, false)} /> : <Newest key={search} where={where(view, given, true)} />}
    </>
  );
}

function Facet({ label, value, choices, onChoose }: { label: string; value: string | null; choices: Record<string, string>; onChoose: (value: string) => void }) {
  return (
    <label>
      <span>{label}</span>
      <select value={value ?? ""} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
        <option value="">any</option>
        {Object.entries(choices).map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What an address narrows lessons by. Words look at all times, as the best match may be old. */
function where(view: View, given: URLSearchParams, dated: boolean): LessonWhere {
  const department = given.get("in"), phase = given.get("phase"), tells = given.get("tells"), proven = given.get("proven");
  return {
    status: { eq: "PUBLISHED" },
    ...(view.topic ? { topics: { some: { id: { eq: view.topic } } } } : {}),
    ...(dated && view.window ? { learnedOn: { gte: view.window.from, lt: view.window.to } } : {}),
    ...(department ? { departments: { some: { id: { eq: department } } } } : {}),
    ...(phase && phase in PHASES ? { phase: { eq: phase as keyof typeof PHASES } } : {}),
    ...(tells === "well" ? { wentWell: { isNull: false } } : tells === "wrong" ? { wentWrong: { isNull: false } } : {}),
    ...(proven === "helped" ? { reuses: { some: { outcome: { eq: "HELPED" } } } } : {}),
    ...(proven === "reused" ? { reuses: { some: { scope: { in: ["INTERNAL", "CROSS"] } } } } : {}),
    ...(proven === "never" ? { reuses: { none: {} } } : {}),
  };
}

function FoundByWords({ text, where }: { text: string; where: LessonWhere }) {
  const answer = useAnswer(FindLessonsDocument, { text, where });
  return (
    <Show answer={answer}>
      {({ search }) =>
        search.length ? (
          <ol class="lessons">
            {search.map(({ lesson, highlights }) => (
              <Row key={lesson.id} lesson={lesson} pieces={highlights} />
            ))}
          </ol>
        ) : (
          <p class="nothing">No lesson has any of these words. Try others, or fewer.</p>
        )
      }
    </Show>
  );
}

function Newest({ where }: { where: LessonWhere }) {
  const [after, setAfter] = useState<string[]>([]);
  const answer = useAnswer(NewestLessonsDocument, { where, after: after.at(-1) ?? null });
  return (
    <Show answer={answer}>
      {({ lessons: { nodes, totalCount, pageInfo } }) => (
        <>
          <p class="faint">{plural(totalCount, "lesson")}, the newest first</p>
          <ol class="lessons">
            {nodes.map((lesson) => (
              <Row key={lesson.id} lesson={lesson} pieces={[]} />
            ))}
          </ol>
          {!nodes.length && <p class="nothing">Nothing of this kind was learned in this time. Look at a longer one.</p>}
          <Leafing pageInfo={pageInfo} after={after} onLeaf={setAfter} />
        </>
      )}
    </Show>
  );
}

function Row({ lesson, pieces }: { lesson: LessonRowFragment; pieces: readonly string[] }) {
  const { count } = lesson.reusesAggregate;
  return (
    <li>
      <h2>
        <Link href={`/lessons/${encodeURIComponent(lesson.id)}`}>{lesson.title}</Link>
      </h2>
      {pieces.map((piece) => (
        <p key={piece} class="piece">
          {piece.split("**").map((part, at) => (at % 2 ? <mark key={at}>{part}</mark> : part))}
        </p>
      ))}
      <p class="faint">
        {[lesson.project?.name, listed(lesson.departments.nodes.map(({ name }) => name)), day(lesson.learnedOn)].filter(Boolean).join(" · ")}
        {" · "}
        {count ? `reused ${number(count)} ${count === 1 ? "time" : "times"}` : "not reused yet"}
      </p>
    </li>
  );
}
