/** A lesson as a story, and what became of it. */
import { Link } from "wouter-preact";
import { useAnswer } from "../asking";
import { OneLessonDocument, type OneLessonQuery } from "../generated/graphql";
import { OUTCOMES } from "../lists";
import { Reused } from "../reused";
import { Show } from "../state";
import { Title } from "../title";
import { day, listed, number, plural } from "../words";

type Told = NonNullable<OneLessonQuery["lesson"]>;

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
  const learners = listed(lesson.learners.nodes.map(({ name }) => name), 6);
  const where = listed(lesson.departments.nodes.map(({ name }) => name));
  return (
    <article class="story">
      <Title>{lesson.title}</Title>
      <p class="faint">
        {[learners, where, lesson.project?.name, day(lesson.learnedOn)].filter(Boolean).join(" · ")}
        {lesson.status !== "PUBLISHED" && ` · ${lesson.status.toLowerCase()}${lesson.retiredOn ? ` since ${day(lesson.retiredOn)}` : ""}`}
      </p>
      <Passage name="What happened" text={lesson.context} />
      <Passage name="What went well" text={lesson.wentWell} />
      <Passage name="What went wrong" text={lesson.wentWrong} />
      <Passage name="What we recommend" text={lesson.recommendation} />
      <Others name="Builds on" lessons={lesson.buildsOn.nodes} />
      <Others name="The same problem before" lessons={lesson.recurrenceOf.nodes} />
      <Others name="It came back in" lessons={lesson.recurrences.nodes} />
      <Reuses reuses={lesson.reuses} />
      {lesson.status !== "DRAFT" && <Reused lesson={lesson.id} onDone={onReused} />}
    </article>
  );
}

function Passage({ name, text }: { name: string; text: string | null | undefined }) {
  if (!text) return null;
  return (
    <section>
      <h2>{name}</h2>
      <p class="told">{text}</p>
    </section>
  );
}

function Others({ name, lessons }: { name: string; lessons: readonly { id: string; title: string }[] }) {
  if (!lessons.length) return null;
  return (
    <section>
      <h2>{name}</h2>
      <ul>
        {lessons.map(({ id, title }) => (
          <li key={id}>
            <Link href={`/lessons/${encodeURIComponent(id)}`}>{title}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Reuses({ reuses: { nodes, totalCount } }: { reuses: Told["reuses"] }) {
  return (
    <section>
      <h2>{totalCount ? `Reused ${plural(totalCount, "time")}` : "Nobody has reused it yet"}</h2>
      <ol class="reuses">
        {nodes.map((reuse) => (
          <li key={reuse.id}>
            <p>
              <strong>{reuse.person?.name ?? "Somebody"}</strong>
              {reuse.department ? `, ${reuse.department.name}` : ""}, on {reuse.project.name}, {day(reuse.reusedOn)}.{" "}
              {reuse.outcome ? `${capital(OUTCOMES[reuse.outcome] ?? "")}.` : ""} {reuse.hoursSaved ? `${number(reuse.hoursSaved)} hours saved.` : ""}
            </p>
            {reuse.note && <p class="told">{reuse.note}</p>}
          </li>
        ))}
      </ol>
      {totalCount > nodes.length && <p class="faint">{`The newest ${nodes.length} are shown.`}</p>}
    </section>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
