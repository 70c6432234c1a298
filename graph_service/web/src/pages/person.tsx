/** What somebody learned and reused. */
import { Link } from "wouter-preact";
import { useAnswer } from "../api/graphql-client";
import { OnePersonDocument } from "../generated/graphql";
import { day, listed, money, number, plural, times } from "../text/format";
import { LessonList, ReuseList } from "../ui/lists";
import { Title } from "../ui/page-title";
import { Show } from "../ui/query-result";

export function Person({ id }: { id: string }) {
  const answer = useAnswer(OnePersonDocument, { id });
  return (
    <Show answer={answer}>
      {({ person, given, takers }) =>
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
                {person.memberships.edges
                  .map(({ from, to, node }) => `${node.name} ${from ? `from ${day(from)}` : ""}${to ? ` to ${day(to)}` : ""}`)
                  .join(" · ")}
              </p>
            )}
            {given.count > 0 && (
              <p>
                {`Others reused ${person.name}’s lessons ${times(given.count)}`}
                {takers.nodes.length > 0 &&
                  ` in ${plural(takers.nodes.length, "other department")}: ${listed(takers.nodes.map(({ keys: [place] }) => place?.value ?? "unknown").sort(), 6)}`}
                .
                {given.hoursSaved.sum
                  ? ` It saved them ${listed([`${number(given.hoursSaved.sum)} hours`, ...given.costAvoided.map(money)])}, as reported.`
                  : ""}
              </p>
            )}
            <section aria-labelledby="learned">
              <h2 id="learned">{`Learned ${plural(person.lessons.totalCount, "lesson")}`}</h2>
              <LessonList lessons={person.lessons.nodes} total={person.lessons.totalCount} nothing="Nothing is on record yet." />
            </section>
            <section aria-labelledby="reused">
              <h2 id="reused">
                {person.reuses.totalCount ? `Reused what others learned, ${times(person.reuses.totalCount)}` : "Has reused nothing yet"}
              </h2>
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
