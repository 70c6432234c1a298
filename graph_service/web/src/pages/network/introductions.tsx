/** Who should meet: two people, what one knows and the other is working on, and the lessons to talk about. */
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { useDirectory } from "../../api/directory";
import { useQuery } from "../../api/graphql-client";
import { IntroductionsDocument, type IntroductionsQuery } from "../../generated/graphql";
import { formatNumber, joinNames, plural } from "../../text/format";
import { introduce } from "../../text/mail";
import { gapSentence, introductionSentence, worthMeeting } from "../../text/sentences";
import { PageTitle } from "../../ui/page-title";
import { QueryResult } from "../../ui/query-result";
import { lessonPath, personPath, projectPath } from "../../url/paths";
import { OnlyDepartment, useOnlyDepartment } from "./only-department";
import type { NetworkVariables } from "./page";

type Network = IntroductionsQuery["network"];
type Introduction = Network["introductions"][number];
type Person = NonNullable<Introduction["giver"]>;
type Group = Introduction["from"];

const FIRST = 9; // cards that are shown until the reader asks for all

export function IntroductionsTab({ variables }: { variables: NetworkVariables }) {
  const query = useQuery(IntroductionsDocument, variables);
  return <QueryResult query={query}>{({ network }) => <Introductions network={network} />}</QueryResult>;
}

function Introductions({ network }: { network: Network }) {
  const { flow } = network;
  const only = useOnlyDepartment();
  const groups = network.introductions.flatMap(({ from, to }) => [from, to]);
  const { data: directory } = useDirectory();
  const department = [...groups, ...(directory?.departments ?? [])].find(({ id }) => id === only);
  const introductions = network.introductions.filter(({ from, to }) => !only || from.id === only || to.id === only);
  const worth = worthMeeting(introductions);
  const [first] = worth;
  const left = introductions.length - worth.length;
  const [showsAll, setShowsAll] = useState(false);
  return (
    <>
      <PageTitle>{first ? introductionSentence(first) : "No introduction to suggest"}</PageTitle>
      {only && <OnlyDepartment name={department?.name ?? only} />}
      <p class="lead">{first ? leadText(worth.length) : emptyText(flow.events > 0, left, only !== undefined)}</p>
      <ul class="cards">
        {worth.slice(0, showsAll ? worth.length : FIRST).map((introduction) => (
          <Card key={`${introduction.from.name} ${introduction.to.name}`} introduction={introduction} />
        ))}
      </ul>
      {worth.length > FIRST && !showsAll && (
        <p>
          <button type="button" onClick={() => setShowsAll(true)}>
            {`Show all ${worth.length} introductions`}
          </button>
        </p>
      )}
      {first && left > 0 && (
        <p class="meta">{`${plural(left, "introduction")} worth less than one expected reuse ${left === 1 ? "is" : "are"} left out.`}</p>
      )}
      <details class="how">
        <summary>How it is found</summary>
        <p>
          For topics that a department is working on now, we count how many lessons of each other department it would have reused by chance:
          if each of its reuses had drawn one of the lessons available on that day. The widest gaps come first. The two people have not
          worked together, and neither has reused a lesson of the other. Nobody is suggested more than twice.
        </p>
      </details>
    </>
  );
}

function leadText(count: number): string {
  return `${count === 1 ? "One introduction is" : `${formatNumber(count)} introductions are`} worth one reuse or more. One person knows about what the other is working on; their departments rarely share, and the two haven’t worked together.`;
}

function emptyText(hasReuses: boolean, left: number, isNarrowed: boolean): string {
  if (!hasReuses) return "There are no reuses to compare with chance in this period.";
  if (isNarrowed) return "No introduction for this department is worth one reuse or more.";
  if (left) return `${plural(left, "pair")} of departments exchange less than expected, but none by one reuse or more.`;
  return "No department with a planned or running project reuses less than expected of what others know about its topics.";
}

function Card({ introduction }: { introduction: Introduction }) {
  const { from, to, giver, receiver, project, topics, lessons } = introduction;
  return (
    <li class="card">
      <div class="pair">
        <PersonBlock person={giver} group={from}>
          {`knows about ${joinNames(topics.map(({ name }) => name))}`}
        </PersonBlock>
        <PersonBlock person={receiver} group={to}>
          works on {project ? <Link href={projectPath(project.id)}>{project.name}</Link> : "a project"}
        </PersonBlock>
      </div>
      <p class="why">{gapSentence({ ...introduction, from: named(from, giver), to: named(to, receiver) })}</p>
      <p class="meta">{lessons.length === 1 ? "Lesson to talk about" : "Lessons to talk about"}</p>
      <ul class="plain">
        {lessons.map(({ id, title }) => (
          <li key={id}>
            <Link href={lessonPath(id)}>{title}</Link>
          </li>
        ))}
      </ul>
      <IntroduceByMail introduction={introduction} />
    </li>
  );
}

/** Figures of several small departments are about all of them; the name says which one the person belongs to. */
function named({ name, kind }: Group, person: Person | null | undefined): { name: string } {
  return { name: kind === "SMALL_DEPARTMENTS" && person?.department ? `${name} (here ${person.department.name})` : name };
}

function IntroduceByMail({ introduction: { giver, receiver, project, topics, lessons } }: { introduction: Introduction }) {
  if (!giver?.email || !receiver?.email) return null;
  const one = { name: giver.name, email: giver.email };
  const other = { name: receiver.name, email: receiver.email };
  const knows = joinNames(topics.map(({ name }) => name));
  return (
    <p class="btns">
      <a
        class="btn"
        href={introduce(
          one,
          other,
          knows,
          project?.name,
          lessons.map(({ title }) => title),
        )}
        aria-label={`Introduce them by mail: ${one.name} and ${other.name}`}
      >
        Introduce them by mail
      </a>
    </p>
  );
}

interface PersonProps {
  person: Person | null | undefined;
  group: Group;
  children: preact.ComponentChildren;
}

function PersonBlock({ person, group, children }: PersonProps) {
  const department = person?.department?.name ?? group.name;
  return (
    <div>
      <h2>{person ? <Link href={personPath(person.id)}>{person.name}</Link> : "Somebody"}</h2>
      <p class="meta">{person?.title ? `${person.title}, ${department}` : department}</p>
      <p>{children}</p>
    </div>
  );
}
