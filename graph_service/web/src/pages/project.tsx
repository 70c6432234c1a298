/** What a project can use now, whom it can call, and what it gave and took. */
import { Link } from "wouter-preact";
import { useAnswer } from "../asking";
import { OneProjectDocument, type OneProjectQuery, type SuggestedFragment } from "../generated/graphql";
import { LessonList, ReuseList } from "../lists";
import { Show } from "../state";
import { Title } from "../title";
import { day, listed, plural } from "../words";
import { STATUS } from "./projects";

const PHASES = [
  ["before", "Before it begins"],
  ["during", "While it runs"],
  ["after", "When it ends"],
] as const;

export function Project({ id }: { id: string }) {
  const answer = useAnswer(OneProjectDocument, { id });
  return <Show answer={answer}>{(data) => (data.project ? <Told data={data} project={data.project} /> : <Title>There is no such project</Title>)}</Show>;
}

function Told({ data, project }: { data: OneProjectQuery; project: NonNullable<OneProjectQuery["project"]> }) {
  return (
    <>
      <Title>{project.name}</Title>
      <p class="faint">
        {[STATUS[project.status], project.owner?.name, project.startedOn && `${day(project.startedOn)}${project.endedOn ? ` to ${day(project.endedOn)}` : ""}`, listed(project.topics.nodes.map(({ name }) => name))]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {project.summary && <p class="told">{project.summary}</p>}
      <section aria-labelledby="apply">
        <h2 id="apply">Lessons it could use</h2>
        <div class="phases">
          {PHASES.map(([phase, name]) => (
            <div key={phase}>
              <h3>{name}</h3>
              {data[phase].length ? (
                <ol class="plain">
                  {data[phase].map((one) => (
                    <Suggestion key={one.lesson?.id} suggestion={one} />
                  ))}
                </ol>
              ) : (
                <p class="nothing">Nothing fits yet.</p>
              )}
            </div>
          ))}
        </div>
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
      <section aria-labelledby="gave">
        <h2 id="gave">{`What it gave: ${plural(project.lessons.totalCount, "lesson")}`}</h2>
        <LessonList lessons={project.lessons.nodes} total={project.lessons.totalCount} nothing="It has left no lesson yet." />
      </section>
      <section aria-labelledby="took">
        <h2 id="took">{`What it took: ${plural(project.reuses.totalCount, "reuse")}`}</h2>
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

function Suggestion({ suggestion: { lesson, reasons } }: { suggestion: SuggestedFragment }) {
  if (!lesson) return null;
  const why = [
    reasons.topics.length ? `on ${listed(reasons.topics.map(({ name }) => name))}` : "",
    reasons.text ? "its words are the project’s" : "",
    reasons.reuses ? `reused ${plural(reasons.reuses, "time")}` : "",
    reasons.projects.length ? `also by ${listed(reasons.projects.map(({ name }) => name), 2)}` : "",
    reasons.proof ? `helped in ${reasons.proof.helped} of ${reasons.proof.judged}` : "",
  ].filter(Boolean);
  return (
    <li>
      <Link href={`/lessons/${encodeURIComponent(lesson.id)}`}>{lesson.title}</Link>
      <span class="why">{why.join("; ")}</span>
    </li>
  );
}
