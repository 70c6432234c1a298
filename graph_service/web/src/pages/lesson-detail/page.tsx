/** A lesson as a story, and what became of it. */
import type { ComponentChildren } from "preact";
import { Link } from "wouter-preact";
import { useAnswer } from "../../api/graphql-client";
import { OneLessonDocument, type OneLessonQuery, type RelatedFragment } from "../../generated/graphql";
import { day, money, plural, unwrapped } from "../../text/format";
import { reusedSentence } from "../../text/reuse-summary";
import { OUTCOMES } from "../../ui/lists";
import { Title } from "../../ui/page-title";
import { Show } from "../../ui/query-result";
import { Reused } from "./reuse-form";

const BETWEEN = "\u00a0· "; // stays at the end of a line

type Told = NonNullable<OneLessonQuery["lesson"]>;

const PHASES = { BEFORE: "before a project begins", DURING: "while a project runs", AFTER: "when a project ends" } as const;

export function Lesson({ id }: { id: string }) {
  const answer = useAnswer(OneLessonDocument, { id });
  return (
    <Show answer={answer}>
      {({ lesson }) =>
        lesson ? (
          <Story lesson={lesson} onReused={answer.retry} />
        ) : (
          <>
            <Title>There is no such lesson</Title>
            <p>
              <Link href="/lessons">To all lessons</Link>
            </p>
          </>
        )
      }
    </Show>
  );
}

function Story({ lesson, onReused }: { lesson: Told; onReused: () => void }) {
  return (
    <article class="story">
      <Title>{lesson.title}</Title>
      <Origin lesson={lesson} />
      {lesson.status === "DRAFT" && <p class="note">This is a draft: it is in no list and in no figure until it is published.</p>}
      {lesson.status === "RETIRED" && <p class="note">{`It has not been advised since ${day(lesson.retiredOn)}.`}</p>}
      <Others name="What took its place" lessons={lesson.supersededBy.nodes} />
      <Passage name="What happened" text={lesson.context} />
      <Passage name="What went well" text={lesson.wentWell} />
      <Passage name="What went wrong" text={lesson.wentWrong} />
      <Passage name="What we recommend" text={lesson.recommendation} />
      <About lesson={lesson} />
      <Reuses lesson={lesson} />
      {lesson.status !== "DRAFT" && (
        <Reused lesson={lesson.id} currency={lesson.reusesAggregate.costAvoided[0]?.currency} onDone={onReused} />
      )}
      <Others name="The same problem before" lessons={lesson.recurrenceOf.nodes} />
      <Others name="The same problem came back" lessons={lesson.recurrences.nodes} />
      <Others name="It builds on" lessons={lesson.buildsOn.nodes} />
      <Others name="What builds on it" lessons={lesson.builtOnBy.nodes} />
      <Others name="It took the place of" lessons={lesson.supersedes.nodes} />
      <p class="onward">
        <Link href={`/record?builds=${encodeURIComponent(lesson.id)}`}>Record what you learned from this</Link>
      </p>
    </article>
  );
}

/** Who learned it, where and when: "Learned by A and B of Finance, on the project X, on a day." */
function Origin({ lesson: { learners, departments, project, learnedOn } }: { lesson: Told }) {
  return (
    <p class="faint">
      {learners.nodes.length > 0 && <>Learned by {listedLinks(learners.nodes, "/people/")}</>}
      {departments.nodes.length > 0 && [BETWEEN, listedLinks(departments.nodes, "/departments/")]}
      {project && [BETWEEN, listedLinks([project], "/projects/")]}
      {BETWEEN + day(learnedOn)}
    </p>
  );
}

/** What it is about, when it helps, and where it was written before. */
function About({ lesson: { topics, phase, sourceUrl } }: { lesson: Told }) {
  const links = topics.nodes.map(({ id, name }) => (
    <Link key={id} href={`/lessons?span=all&topic=${encodeURIComponent(id)}`}>
      {name}
    </Link>
  ));
  return (
    <div class="about faint">
      {links.length > 0 && <p>About {linked(links)}</p>}
      {phase && <p>{`It helps ${PHASES[phase]}.`}</p>}
      {sourceUrl && (
        <p>
          First written at{" "}
          <a href={sourceUrl} rel="noreferrer">
            {sourceUrl.split("/")[2]}
          </a>
        </p>
      )}
    </div>
  );
}

function Passage({ name, text }: { name: string; text: string | null | undefined }) {
  if (!text) return null;
  return (
    <section>
      <h2>{name}</h2>
      <p class="told">{unwrapped(text)}</p>
    </section>
  );
}

function Others({ name, lessons }: { name: string; lessons: readonly RelatedFragment[] }) {
  if (!lessons.length) return null;
  return (
    <section>
      <h2>{name}</h2>
      <ul class="plain">
        {lessons.map(({ id, title, learnedOn }) => (
          <li key={id}>
            <Link href={`/lessons/${encodeURIComponent(id)}`}>{title}</Link> <span class="faint">{day(learnedOn)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Reuses({ lesson: { reuses, reusesAggregate, outcomes, places } }: { lesson: Told }) {
  const { count, hoursSaved, costAvoided } = reusesAggregate;
  const sentence = reusedSentence({
    count,
    departments: places.nodes.filter(({ keys }) => keys[0]?.id).length,
    outcomes: outcomes.nodes.map(({ keys, count }) => ({ outcome: keys[0]?.value, count })),
    hours: hoursSaved.sum,
    costs: costAvoided,
  });
  return (
    <section>
      <h2>Who reused it, and what came of it</h2>
      <p>{sentence}</p>
      <ol class="reuses">
        {reuses.nodes.map((reuse) => (
          <Reuse key={reuse.id} reuse={reuse} />
        ))}
      </ol>
      {count > reuses.nodes.length && <p class="faint">{`The newest ${reuses.nodes.length} are shown.`}</p>}
    </section>
  );
}

function Reuse({ reuse }: { reuse: Told["reuses"]["nodes"][number] }) {
  const { person, department, project, reusedOn, outcome, hoursSaved, costAvoided, currency, note } = reuse;
  const came = [
    outcome && OUTCOMES[outcome],
    hoursSaved && `${plural(Math.abs(hoursSaved), "hour")} ${hoursSaved > 0 ? "saved" : "lost"}`,
    costAvoided && currency && Number(costAvoided) ? `${money({ sum: costAvoided, currency })} avoided` : "",
  ].filter(Boolean);
  return (
    <li>
      <p>
        {person ? <Link href={`/people/${encodeURIComponent(person.id)}`}>{person.name}</Link> : "Somebody"}
        {department ? `, ${department.name}` : ""}, on <Link href={`/projects/${encodeURIComponent(project.id)}`}>{project.name}</Link>
      </p>
      {note && <p class="told">{unwrapped(note)}</p>}
      <p class="faint">{[day(reusedOn), ...came].join(" · ")}</p>
    </li>
  );
}

function listedLinks(named: readonly { id: string; name: string }[], to: string): ComponentChildren {
  return linked(
    named.map(({ id, name }) => (
      <Link key={id} href={`${to}${encodeURIComponent(id)}`}>
        {name}
      </Link>
    )),
  );
}

/** Links in a row: A, B and C. */
function linked(links: ComponentChildren[]): ComponentChildren {
  return links.map((link, at) => [at === 0 ? "" : at === links.length - 1 ? " and " : ", ", link]);
}
