/** People of different departments who should meet, for which project and about which lessons. */

import { Link } from "wouter-preact";
import { useQuery } from "../../api/graphql-client";
import { IntroductionsDocument, type IntroductionsQuery } from "../../generated/graphql";
import { formatNumber, joinNames, plural } from "../../text/format";
import { introductionSentence } from "../../text/sentences";
import { QueryResult } from "../../ui/query-result";
import { lessonPath, personPath, projectPath } from "../../url/paths";
import type { NetworkVariables } from "./page";

type Introduction = IntroductionsQuery["network"]["introductions"][number];

export function Introductions({ hasReuses, variables }: { hasReuses: boolean; variables: NetworkVariables }) {
  const query = useQuery(IntroductionsDocument, variables);
  return (
    <section id="introductions" aria-labelledby="introductions-title">
      <QueryResult query={query}>
        {({ network: { introductions } }) => <IntroductionList introductions={introductions} hasReuses={hasReuses} />}
      </QueryResult>
    </section>
  );
}

function IntroductionList({ introductions, hasReuses }: { introductions: readonly Introduction[]; hasReuses: boolean }) {
  const [first] = introductions;
  return (
    <>
      <h2 id="introductions-title">{first ? introductionSentence(first) : "No introduction to suggest"}</h2>
      {first && (
        <p>
          The first person knows about topics that the second is working on. Their departments exchange fewer lessons than expected by
          chance, and the two people have not worked together or reused each other’s lessons yet.
        </p>
      )}
      <ol class="introductions">
        {introductions.map((introduction) => (
          <IntroductionItem key={`${introduction.from.name} ${introduction.to.name}`} introduction={introduction} />
        ))}
      </ol>
      {!first && (
        <p class="empty">
          {hasReuses
            ? "Planned and running projects already reuse what other departments know about their topics."
            : "There are no reuses to compare yet."}
        </p>
      )}
    </>
  );
}

function IntroductionItem({
  introduction: { from, to, giver, receiver, project, topics, observed, expected, lessons },
}: {
  introduction: Introduction;
}) {
  return (
    <li>
      <p>
        <PersonLink person={giver} /> ({from.name}) and <PersonLink person={receiver} /> ({to.name}), for{" "}
        {project && <Link href={projectPath(project.id)}>{project.name}</Link>}
      </p>
      <p class="faint">
        Mainly about {joinNames(topics.map(({ name }) => name))}. {observed ? plural(observed, "reuse") : "No reuse"} so far; about{" "}
        {formatNumber(expected)} would be expected by chance.
      </p>
      <ul>
        {lessons.map(({ id, title }) => (
          <li key={id}>
            <Link href={lessonPath(id)}>{title}</Link>
          </li>
        ))}
      </ul>
    </li>
  );
}

function PersonLink({ person }: { person: { id: string; name: string } | null | undefined }) {
  if (!person) return <>somebody</>;
  return (
    <strong>
      <Link href={personPath(person.id)}>{person.name}</Link>
    </strong>
  );
}
