/** What somebody learned and reused. */
import { Link } from "wouter-preact";
import { useAnswer } from "../asking";
import { OnePersonDocument } from "../generated/graphql";
import { LessonList, ReuseList } from "../lists";
import { Show } from "../state";
import { Title } from "../title";
import { day, plural } from "../words";

export function Person({ id }: { id: string }) {
  const answer = useAnswer(OnePersonDocument, { id });
  return (
    <Show answer={answer}>
      {({ person }) =>
        person ? (
          <>
            <Title>{person.name}</Title>
            <p class="faint">
              {person.title}
              {person.department && (
                <>
                  {person.title ? ", " : ""}
                  <Link href={`/departments/${encodeURIComponent(person.department.id)}`}>{person.department.name}</Link>
                </>
              )}
              {!person.active && " · no longer here"}
            </p>
            {person.memberships.edges.length > 1 && (
              <p class="faint">
                {person.memberships.edges.map(({ from, to, node }) => `${node.name} ${from ? `from ${day(from)}` : ""}${to ? ` to ${day(to)}` : ""}`).join(" · ")}
              </p>
            )}
            <section aria-labelledby="learned">
              <h2 id="learned">{`Learned ${plural(person.lessons.totalCount, "lesson")}`}</h2>
              <LessonList lessons={person.lessons.nodes} total={person.lessons.totalCount} nothing="Nothing is on record yet." />
            </section>
            <section aria-labelledby="reused">
              <h2 id="reused">{`Reused ${plural(person.reuses.totalCount, "time")}`}</h2>
              <ReuseList reuses={person.reuses.nodes} total={person.reuses.totalCount} nothing="Nothing is on record yet." />
            </section>
          </>
        ) : (
          <Title>There is nobody with this id</Title>
        )
      }
    </Show>
  );
}
