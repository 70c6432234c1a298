/** People of other projects who know about the topics of a project, each with a message about their most relevant lesson. */
import { Link } from "wouter-preact";
import type { OneProjectQuery } from "../../generated/graphql";
import { expertEvidence } from "../../text/expert-evidence";
import { capitalized } from "../../text/format";
import { askAbout } from "../../text/mail";
import { personPath } from "../../url/paths";

interface Props {
  project: { id: string; name: string };
  experts: OneProjectQuery["experts"];
  /** The ids of the people on the project: they need no call. */
  team: ReadonlySet<string>;
}

const LISTED = 5;

export function PeopleToCall({ project, experts, team }: Props) {
  const others = experts.filter(({ person }) => person && !team.has(person.id)).slice(0, LISTED);
  return (
    <section aria-labelledby="experts">
      <h2 id="experts">People to call</h2>
      {others.length ? (
        <ul class="rows calls">
          {others.map((expert) => (
            <Expert key={expert.person?.id} project={project.name} expert={expert} />
          ))}
        </ul>
      ) : (
        <p class="empty">
          {experts.length
            ? "Those who know about its topics are on the project."
            : "No lesson about its topics has been recorded yet, and nobody worked on another project about them."}
        </p>
      )}
      <p class="more">
        <Link href={`/people?find=expert&project=${encodeURIComponent(project.id)}`}>
          All experts for this project, and how to reach them
        </Link>
      </p>
    </section>
  );
}

function Expert({ project, expert: { person, lessons, ...evidence } }: { project: string; expert: Props["experts"][number] }) {
  if (!person) return null;
  const { id, name, email, title, department } = person;
  const lesson = lessons[0]?.lesson?.title;
  return (
    <li>
      <div>
        <Link href={personPath(id)}>{name}</Link>
        {[title, department?.name].filter(Boolean).map((text) => `, ${text}`)}
        <p class="reason">{`${capitalized(expertEvidence(evidence))}${lesson ? `, first “${lesson}”` : ""}`}</p>
      </div>
      {email ? (
        <a class="btn" href={askAbout({ name, email }, lesson ? { title: lesson } : undefined, project)} aria-label={`Ask ${name}`}>
          Ask
        </a>
      ) : (
        <span class="meta">No e-mail address</span>
      )}
    </li>
  );
}
