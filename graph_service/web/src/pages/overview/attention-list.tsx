/** What needs attention: silos, dependence on one person, repeated problems, and an introduction that would help. */

import type { ComponentChildren } from "preact";
import { Link } from "wouter-preact";
import type { QueryState } from "../../api/graphql-client";
import type { FirstIntroductionQuery, OverviewQuery } from "../../generated/graphql";
import { dependenceSentence, introductionSentence, repeatedProblemSentence, siloSentence } from "../../text/sentences";
import { lessonPath } from "../../url/paths";
import { linkWithView } from "../../url/view-params";

const MAX_DEPENDENCES = 2;

interface Props {
  now: OverviewQuery["now"];
  silos: OverviewQuery["now"]["silos"];
  /** Arrives later than the rest. */
  introduction: QueryState<FirstIntroductionQuery>;
  search: string;
}

export function AttentionList({ now, silos, introduction, search }: Props) {
  const network = linkWithView("/network", search);
  const items = [
    ...silos.map((silo) => ({ kind: "Silo", text: siloSentence(silo), href: `${network}#silos` })),
    ...now.pairsAtRisk.slice(0, MAX_DEPENDENCES).map((pair) => ({
      kind: "Depends on one person",
      text: dependenceSentence(pair),
      href: `${network}#risks`,
    })),
    ...now.missedReuse.map((problem) => ({
      kind: "Repeated problem",
      text: repeatedProblemSentence(problem),
      href: problem.later ? lessonPath(problem.later.id) : network,
    })),
    ...(introduction.data?.network.introductions ?? []).map((pair) => ({
      kind: "Introduction",
      text: introductionSentence(pair),
      href: `${network}#introductions`,
    })),
  ];
  const isLoading = !introduction.data && !introduction.error;
  if (!items.length && !isLoading && !introduction.error) return <p class="empty">Nothing needs attention in this period.</p>;
  return (
    <ol class="attention">
      {items.map(({ kind, text, href }) => (
        <li key={text}>
          <Kind>{kind}</Kind>
          <Link href={href}>{text}</Link>
        </li>
      ))}
      {introduction.error && (
        <li>
          <Kind>Introduction</Kind>
          <span role="alert">{introduction.error.message}</span>
        </li>
      )}
      {isLoading && (
        <li class="loading">
          <Kind>Introduction</Kind>
          <span class="faint" role="status">
            Looking for people who should meet …
          </span>
        </li>
      )}
    </ol>
  );
}

function Kind({ children }: { children: ComponentChildren }) {
  return <span class="eyebrow">{children}</span>;
}
