/** A person: department, how to reach them, the lessons they learned, what they reused, and what depends on them. */

import { Link } from "wouter-preact";
import { ActionButtons } from "../actions/action-buttons";
import { type PersonToChange, personActions } from "../actions/person-actions";
import { useQuery } from "../api/graphql-client";
import { OnePersonDocument, type OnePersonQuery, WithoutDocument } from "../generated/graphql";
import { formatDate, formatTimes, plural } from "../text/format";
import { askAbout } from "../text/mail";
import { ownListedSentence } from "../text/sentences";
import { ExtraFields } from "../ui/extra-fields";
import { LessonList } from "../ui/lists/lesson-list";
import { ReuseList } from "../ui/lists/reuse-list";
import { NodeNotFound } from "../ui/not-found";
import { PageTitle } from "../ui/page-title";
import { QueryResult } from "../ui/query-result";
import { departmentPath } from "../url/paths";
import { DepartureLoss } from "./network/departure-loss";
import { PersonReach } from "./person-reach";

type PersonData = NonNullable<OnePersonQuery["person"]>;

export function PersonPage({ id }: { id: string }) {
  const query = useQuery(OnePersonDocument, { id });
  return (
    <QueryResult query={query}>
      {(data) =>
        data.person ? <Person person={data.person} data={data} /> : <NodeNotFound kind="Person" href="/people" all="All people" />
      }
    </QueryResult>
  );
}

function Person({ person, data }: { person: PersonData; data: OnePersonQuery }) {
  const { lessons, reuses } = person;
  const reused = person.reusesAggregate.count;
  return (
    <>
      <PageTitle isNode>{person.name}</PageTitle>
      <Position person={person} />
      <Contact person={person} />
      <ActionButtons actions={personActions(toChange(person))} />
      {lessons.totalCount > 0 && <PersonReach name={person.name} data={data} />}
      <section aria-labelledby="learned">
        <h2 id="learned">{`Learned ${plural(lessons.totalCount, "lesson")}`}</h2>
        <LessonList lessons={lessons.nodes} total={lessons.totalCount} emptyText="No lessons yet." />
      </section>
      <section aria-labelledby="reused">
        <h2 id="reused">{reused ? `Reused lessons of others ${formatTimes(reused)}` : "Has not reused a lesson of others yet"}</h2>
        <ReuseList reuses={reuses.nodes} total={reuses.totalCount} emptyText="No reuses yet." />
        <p class="meta">{ownListedSentence(reuses.totalCount - reused)}</p>
      </section>
      <ExtraFields fields={person.extra} />
      {person.active && <IfTheyLeave person={person} />}
    </>
  );
}

function toChange(person: PersonData): PersonToChange {
  const current = person.memberships.edges.find(({ to, node }) => !to && node.id === person.department?.id);
  return { person, membership: current && { department: current.node, from: current.from ?? null } };
}

/** A message to the person, which names their newest lesson. */
function Contact({ person: { name, email, active, lessons } }: { person: PersonData }) {
  if (!email || !active) return null;
  const lesson = lessons.nodes[0];
  return (
    <p>
      <a class="btn" href={askAbout({ name, email }, lesson)}>
        Ask {name}
      </a>{" "}
      <span class="faint">{email}</span>
    </p>
  );
}

/** The reuses of all time that would be missing. */
function IfTheyLeave({ person: { id, name } }: { person: PersonData }) {
  const query = useQuery(WithoutDocument, { window: null, level: null, topic: null, person: id });
  return (
    <section aria-labelledby="leaves">
      <h2 id="leaves">{`If ${name} leaves`}</h2>
      <p class="meta">Counted over all time.</p>
      <QueryResult query={query}>{({ network: { without } }) => <DepartureLoss id={id} name={name} without={without} />}</QueryResult>
    </section>
  );
}

/** Title and department, and earlier departments. */
function Position({ person: { title, department, active, memberships } }: { person: PersonData }) {
  const history = [...memberships.edges].sort((a, b) => (a.from ?? "").localeCompare(b.from ?? ""));
  return (
    <>
      <p class="faint">
        {title}
        {department && (
          <>
            {title ? ", " : ""}
            <Link href={departmentPath(department.id)}>{department.name}</Link>
          </>
        )}
        {!active && " · has left"}
      </p>
      {history.length > 1 && (
        <p class="faint">
          {history
            .map(({ from, to, node }) => `${node.name}${from ? ` from ${formatDate(from)}` : ""}${to ? ` to ${formatDate(to)}` : ""}`)
            .join(" · ")}
        </p>
      )}
    </>
  );
}
