/** What a project can use now, whom it can call, and what it gave and took. */
import { Link } from "wouter-preact";
import { useAnswer } from "../api/graphql-client";
import { OneProjectDocument, type OneProjectQuery, type SuggestedFragment } from "../generated/graphql";
import { day, listed, money, number, plural, times, unwrapped } from "../text/format";
import { LessonList, ReuseList } from "../ui/lists";
import { Title } from "../ui/page-title";
import { Show } from "../ui/query-result";
import { STATUS } from "./project-list";

const PHASES = [
  ["before", "Before it begins"],
  ["during", "While it runs"],
  ["after", "When it ends"],
  ["anyTime", "At any time"],
] as const;
const SHOWN = 5; // more are a reading list

/** Each lesson once: under the phase that it says it helps in, or at any time where it says none. */
function suggested(data: OneProjectQuery, phase: (typeof PHASES)[number][0]): readonly SuggestedFragment[] {
  const list = phase === "anyTime" ? data.before : data[phase];
  const wanted = phase === "anyTime" ? null : phase.toUpperCase();
  return list.filter(({ lesson }) => lesson && (lesson.phase ?? null) === wanted).slice(0, SHOWN);
}

export function Project({ id }: { id: string }) {
  const answer = useAnswer(OneProjectDocument, { id });
  return (
    <Show answer={answer}>
      {(data) => (data.project ? <Told data={data} project={data.project} /> : <Title>There is no such project</Title>)}
    </Show>
  );
}

function Told({ data, project }: { data: OneProjectQuery; project: NonNullable<OneProjectQuery["project"]> }) {
  const filled = PHASES.map(([phase, name]) => ({ phase, name, lessons: suggested(data, phase) })).filter(({ lessons }) => lessons.length);
  return (
    <>
      <Title>{project.name}</Title>
      <p class="faint">
        {[
          STATUS[project.status],
          project.owner?.name,
          project.startedOn && `${day(project.startedOn)}${project.endedOn ? ` to ${day(project.endedOn)}` : ""}`,
          listed(project.topics.nodes.map(({ name }) => name)),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {project.summary && <p class="told">{unwrapped(project.summary)}</p>}
      <p>
        <Link class="button" href={`/record?project=${encodeURIComponent(project.id)}`}>
          Record what was learned on it
        </Link>
      </p>
      <section aria-labelledby="apply">
        <h2 id="apply">Lessons it could use</h2>
        {filled.length ? (
          <div class="phases">
            {filled.map(({ phase, name, lessons }) => (
              <div key={phase}>
                <h3>{name}</h3>
                <ol class="plain">
                  {lessons.map((one) => (
                    <Suggestion key={one.lesson?.id} suggestion={one} />
                  ))}
                </ol>
              </div>
            ))}
          </div>
        ) : (
          <p class="nothing">Nothing that others learned fits yet.</p>
        )}
      </section>
      <section aria-labelledby="call">
        <h2 id="call">Whom it could call</h2>
        {data.experts.length ? (
          <ul class="plain">
            {data.experts.map(({ person, lessonCount, lessons }) => (
              <li key={person?.id}>
                <Link href={`/people/${encodeURIComponent(person?.id ?? "")}`}>{person?.name}</Link>
                {person?.department ? `, ${person.department.name}` : ""}:{" "}
                <span class="faint">
                  {plural(lessonCount, "lesson")}, first of all “{lessons[0]?.lesson?.title}”
                </span>
              </li>
            ))}
          </ul>
        ) : (
          <p class="nothing">Nobody has learned anything about its topics yet.</p>
        )}
      </section>
      <p>
        <Link href={`/experts?project=${encodeURIComponent(project.id)}`}>All who know about it, and the way to them</Link>
      </p>
      <CameBack lessons={data.cameBack.nodes} />
      <section aria-labelledby="gave">
        <h2 id="gave">{`What it gave: ${plural(project.lessons.totalCount, "lesson")}${data.given.count ? `, reused ${times(data.given.count)} on other projects` : ""}`}</h2>
        <Saved figures={data.given} where="elsewhere" />
        <LessonList lessons={project.lessons.nodes} total={project.lessons.totalCount} nothing="It has left no lesson yet." />
      </section>
      <section aria-labelledby="took">
        <h2 id="took">{`What it took: ${plural(project.reuses.totalCount, "reuse")}`}</h2>
        <Saved figures={project.taken} where="here" />
        <ReuseList reuses={project.reuses.nodes} total={project.reuses.totalCount} nothing="It has reused no lesson yet." />
      </section>
      <section aria-labelledby="people">
        <h2 id="people">Who is on it</h2>
        <ul class="plain">
          {project.people.edges.map(({ role, node }) => (
            <li key={`${node.id} ${role}`}>
              <Link href={`/people/${encodeURIComponent(node.id)}`}>{node.name}</Link> <span class="faint">{role}</span>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

/** Problems of this project that an earlier lesson had told of. */
function CameBack({ lessons }: { lessons: OneProjectQuery["cameBack"]["nodes"] }) {
  if (!lessons.length) return null;
  return (
    <section aria-labelledby="came-back">
      <h2 id="came-back">{`${plural(lessons.length, "problem")} came back here although a lesson was there`}</h2>
      <ul class="plain">
        {lessons.map(({ id, title, recurrenceOf }) => (
          <li key={id}>
            <Link href={`/lessons/${encodeURIComponent(id)}`}>{title}</Link>
            {recurrenceOf.nodes.map((earlier) => (
              <span key={earlier.id} class="why">
                known since {day(earlier.publishedOn)} from {earlier.project?.name ?? "another project"}:{" "}
                <Link href={`/lessons/${encodeURIComponent(earlier.id)}`}>{earlier.title}</Link>
              </span>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface Benefit {
  hoursSaved: { sum?: number | null };
  costAvoided: readonly { currency: string; sum: string | number }[];
}

function Saved({ figures: { hoursSaved, costAvoided }, where }: { figures: Benefit; where: string }) {
  const said = [hoursSaved.sum ? `${number(hoursSaved.sum)} hours` : "", ...costAvoided.map(money)].filter(Boolean);
  return said.length ? <p>{`It saved ${listed(said)} ${where}, as reported.`}</p> : null;
}

function Suggestion({ suggestion: { lesson, reasons } }: { suggestion: SuggestedFragment }) {
  if (!lesson) return null;
  const why = [
    reasons.topics.length ? `on ${listed(reasons.topics.map(({ name }) => name))}` : "",
    reasons.text ? "its words are the project’s" : "",
    reasons.reuses ? `reused ${times(reasons.reuses)}` : "",
    reasons.projects.length
      ? `also by ${listed(
          reasons.projects.map(({ name }) => name),
          2,
        )}`
      : "",
    reasons.proof ? `helped in ${reasons.proof.helped} of ${reasons.proof.judged}` : "",
  ].filter(Boolean);
  return (
    <li>
      <Link href={`/lessons/${encodeURIComponent(lesson.id)}`}>{lesson.title}</Link>
      <span class="why">{why.join("; ")}</span>
    </li>
  );
}
