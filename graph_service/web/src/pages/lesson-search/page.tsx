/** Lessons by words, or the newest. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { topicsBelow, useFrame } from "../../api/directory";
import { useAnswer } from "../../api/graphql-client";
import {
  FindLessonsDocument,
  type FrameQuery,
  type LessonRowFragment,
  type LessonWhere,
  NewestLessonsDocument,
} from "../../generated/graphql";
import { day, listed, plural, times } from "../../text/format";
import { Title } from "../../ui/page-title";
import { Show } from "../../ui/query-result";
import { Loosen } from "../../ui/relax-filters";
import { Finding, Leafing } from "../../ui/search-form";
import { useView, type View } from "../../url/view-params";

const PHASES = { BEFORE: "before a project begins", DURING: "while it runs", AFTER: "when it ends" } as const;
const TELLS = { well: "what went well", wrong: "what went wrong" } as const;
const PROVEN = { helped: "helped somebody", reused: "was reused by others", never: "was never reused" } as const;

type Facets = [name: string, label: string, choices: Record<string, string>][];

export function Lessons() {
  const { view, search, set } = useView();
  const given = new URLSearchParams(search);
  const text = given.get("q") ?? "";
  const { data: frame } = useFrame();
  const places = Object.fromEntries(frame?.departments.nodes.map(({ id, name }) => [id, name]) ?? []);
  const facets: Facets = [
    ["in", "Learned in", places],
    ["phase", "Helps", PHASES],
    ["tells", "Tells", TELLS],
    ["proven", "Proven", PROVEN],
  ];
  const chosen = facets.filter(([name]) => given.has(name));
  const all = chosen.length > 0 && (
    <button type="button" class="inline quiet" onClick={() => set(Object.fromEntries(chosen.map(([name]) => [name, undefined])))}>
      Clear all
    </button>
  );
  const nothing = (
    <Loosen
      ways={narrowing(view, given, chosen).map(({ name, label }) => ({
        label,
        where: whereWithout(frame, name, view, given),
        onTake: () => set(name === "span" ? { span: "all", from: undefined, to: undefined } : { [name]: undefined }),
      }))}
    >
      {text ? "No lesson here has any of these words." : "No lesson is like this."} {all}
    </Loosen>
  );
  return (
    <>
      <Title>{text ? `Lessons about “${text}”` : "What was learned"}</Title>
      <Finding label="Words" text={text} hint="scaffolding in winter" onFind={(q) => set({ q })}>
        {facets.map(([name, label, choices]) => (
          <Facet
            key={name}
            label={label}
            value={given.get(name)}
            choices={choices}
            onChoose={(value) => set({ [name]: value || undefined })}
          />
        ))}
      </Finding>
      {text ? (
        <FoundByWords text={text} where={where(frame, view, given, false)} nothing={nothing} all={all} />
      ) : (
        <Newest key={search} where={where(frame, view, given, true)} nothing={nothing} all={all} />
      )}
    </>
  );
}

function Facet({
  label,
  value,
  choices,
  onChoose,
}: {
  label: string;
  value: string | null;
  choices: Record<string, string>;
  onChoose: (value: string) => void;
}) {
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
function where(frame: FrameQuery | undefined, view: View, given: URLSearchParams, dated: boolean): LessonWhere {
  const department = given.get("in"),
    phase = given.get("phase"),
    tells = given.get("tells"),
    proven = given.get("proven");
  return {
    status: { eq: "PUBLISHED" },
    ...(view.topic ? { topics: { some: { id: { in: frame ? topicsBelow(frame, view.topic) : [view.topic] } } } } : {}),
    ...(dated && view.window ? { learnedOn: { gte: view.window.from, lt: view.window.to } } : {}),
    ...(department ? { departments: { some: { id: { eq: department } } } } : {}),
    ...(phase && phase in PHASES ? { phase: { eq: phase as keyof typeof PHASES } } : {}),
    ...(tells === "well" ? { wentWell: { isNull: false } } : tells === "wrong" ? { wentWrong: { isNull: false } } : {}),
    ...(proven === "helped" ? { reuses: { some: { outcome: { eq: "HELPED" } } } } : {}),
    ...(proven === "reused" ? { reuses: { some: { scope: { in: ["INTERNAL", "CROSS"] } } } } : {}),
    ...(proven === "never" ? { reuses: { none: {} } } : {}),
  };
}

/** What a list is narrowed by, each as the address names it and as it is said. Words look at all times. */
function narrowing(view: View, given: URLSearchParams, facets: Facets): { name: string; label: string }[] {
  const text = given.get("q");
  return [
    ...facets.map(([name, label, choices]) => ({ name, label: `“${label}: ${choices[given.get(name) ?? ""] ?? given.get(name)}”` })),
    ...(view.topic ? [{ name: "topic", label: "the topic" }] : []),
    ...(text ? [{ name: "q", label: `the words “${text}”` }] : []),
    ...(!text && view.window ? [{ name: "span", label: "the limit of time" }] : []),
  ];
}

function whereWithout(frame: FrameQuery | undefined, name: string, view: View, given: URLSearchParams): LessonWhere {
  const left = new URLSearchParams(given);
  left.delete(name);
  const text = left.get("q");
  const found = where(frame, { ...view, topic: name === "topic" ? undefined : view.topic }, left, !text && name !== "span");
  return text ? { search: text, AND: [found] } : found;
}

interface Found {
  where: LessonWhere;
  /** What is shown when there are none. */
  nothing: ComponentChildren;
  /** What takes away all that narrows the list. */
  all: ComponentChildren;
}

function FoundByWords({ text, where, nothing, all }: Found & { text: string }) {
  const answer = useAnswer(FindLessonsDocument, { text, where });
  return (
    <Show answer={answer}>
      {({ search, lessons: { totalCount } }) =>
        search.length ? (
          <>
            <p class="faint">
              {totalCount > search.length
                ? `The best ${search.length} of ${plural(totalCount, "lesson")}`
                : `${plural(search.length, "lesson")}, the best first`}{" "}
              {all}
            </p>
            <ol class="lessons">
              {search.map(({ lesson, highlights }) => (
                <Row key={lesson.id} lesson={lesson} pieces={highlights} />
              ))}
            </ol>
          </>
        ) : (
          nothing
        )
      }
    </Show>
  );
}

function Newest({ where, nothing, all }: Found) {
  const [after, setAfter] = useState<string[]>([]);
  const answer = useAnswer(NewestLessonsDocument, { where, after: after.at(-1) ?? null });
  return (
    <Show answer={answer}>
      {({ lessons: { nodes, totalCount, pageInfo } }) =>
        totalCount ? (
          <>
            <p class="faint">
              {plural(totalCount, "lesson")}, the newest first {all}
            </p>
            <ol class="lessons">
              {nodes.map((lesson) => (
                <Row key={lesson.id} lesson={lesson} pieces={[]} />
              ))}
            </ol>
            <Leafing pageInfo={pageInfo} after={after} onLeaf={setAfter} />
          </>
        ) : (
          nothing
        )
      }
    </Show>
  );
}

/** A lesson and the pieces of it that have the words that were looked for; one that is its title is shown as the title. */
function Row({ lesson, pieces }: { lesson: LessonRowFragment; pieces: readonly string[] }) {
  const { count } = lesson.reusesAggregate;
  const title = pieces.find((piece) => piece.replaceAll("**", "") === lesson.title) ?? lesson.title;
  return (
    <li>
      <h2>
        <Link href={`/lessons/${encodeURIComponent(lesson.id)}`}>
          <Marked text={title} />
        </Link>
      </h2>
      {pieces
        .filter((piece) => piece !== title)
        .map((piece) => (
          <p key={piece} class="piece">
            <Marked text={piece} />
          </p>
        ))}
      <p class="faint">
        {[lesson.project?.name, listed(lesson.departments.nodes.map(({ name }) => name)), day(lesson.learnedOn)]
          .filter(Boolean)
          .join(" · ")}
        {" · "}
        {count ? `reused ${times(count)}` : "not reused yet"}
      </p>
    </li>
  );
}

/** A text in which ** stands around what was looked for. */
function Marked({ text }: { text: string }) {
  return <>{text.split("**").map((part, at) => (at % 2 ? <mark key={at}>{part}</mark> : part))}</>;
}
