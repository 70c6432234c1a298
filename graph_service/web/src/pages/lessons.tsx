/** Lessons by words, or the newest. */
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { useView, type View } from "../address";
import { useAnswer } from "../asking";
import { FindLessonsDocument, type LessonRowFragment, type LessonWhere, NewestLessonsDocument } from "../generated/graphql";
import { Show } from "../state";
import { Title } from "../title";
import { day, listed, number, plural } from "../words";

export function Lessons() {
  const { view, search, set } = useView();
  const text = new URLSearchParams(search).get("q") ?? "";
  const [typed, setTyped] = useState(text);
  return (
    <>
      <Title>{text ? `Lessons about “${text}”` : "What was learned"}</Title>
      <form
        class="ask"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          set({ q: typed.trim() || undefined });
        }}
      >
        <label class="wide-field">
          <span>Words</span>
          <input type="search" value={typed} onInput={({ currentTarget }) => setTyped(currentTarget.value)} placeholder="scaffolding in winter" />
        </label>
        <button type="submit">Find</button>
      </form>
      {text ? <FoundByWords text={text} view={view} /> : <Newest view={view} />}
    </>
  );
}

function where(view: View, dated: boolean): LessonWhere {
  return {
    status: { eq: "PUBLISHED" },
    ...(view.topic ? { topics: { some: { id: { eq: view.topic } } } } : {}),
    ...(dated && view.window ? { learnedOn: { gte: view.window.from, lt: view.window.to } } : {}),
  };
}

function FoundByWords({ text, view }: { text: string; view: View }) {
  const answer = useAnswer(FindLessonsDocument, { text, where: where(view, false) });
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

function Newest({ view }: { view: View }) {
  const [after, setAfter] = useState<string[]>([]);
  const answer = useAnswer(NewestLessonsDocument, { where: where(view, true), after: after.at(-1) ?? null });
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
          {!nodes.length && <p class="nothing">Nothing was learned in this time. Look at a longer one.</p>}
          <p class="pager">
            {after.length > 0 && (
              <button type="button" onClick={() => setAfter(after.slice(0, -1))}>
                Newer
              </button>
            )}
            {pageInfo.hasNextPage && pageInfo.endCursor && (
              <button type="button" onClick={() => setAfter([...after, pageInfo.endCursor as string])}>
                Older
              </button>
            )}
          </p>
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
