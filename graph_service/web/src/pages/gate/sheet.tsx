/** The gate page as it is printed. */
import type { ComponentChildren } from "preact";
import { Link } from "wouter-preact";
import type { GateCheck, GateQuery, Phase } from "../../generated/graphql";
import { GATE_CHECK_LABELS, PHASE_LABELS } from "../../text/enum-labels";
import { expertEvidence } from "../../text/expert-evidence";
import { capitalized, formatDay, formatDaysIn } from "../../text/format";
import { lessonPath, personPath, projectPath } from "../../url/paths";

interface Props {
  data: GateQuery;
  project: NonNullable<GateQuery["project"]>;
  phase: Phase;
  asOf: string;
}

type Check = GateQuery["readiness"]["checks"][number];

const MOST_EVIDENCE = 6;
const MOST_EXPERTS = 5;

export function GateSheet({ data, project, phase, asOf }: Props) {
  const { passed, checks } = data.readiness;
  return (
    <article class="sheet" aria-label="The page as it will be printed">
      <p class="meta">{["Gate", PHASE_LABELS[phase], project.owner?.name].filter(Boolean).join(" · ")}</p>
      <h2>{project.name}</h2>
      <p class="verdict">
        <strong>{verdict(passed, checks)}</strong>
      </p>
      {checks.length > 0 && <h3>Checks</h3>}
      <ul class="checks">
        {checks.map((check) => (
          <CheckItem key={check.check} check={check} />
        ))}
      </ul>
      <OpenDecisions data={data} />
      <Contacts data={data} project={project} />
      <footer>
        <p>
          As of {asOf}. Lessons and people link to their pages. Project:{" "}
          <Link href={projectPath(project.id)}>{new URL(projectPath(project.id), location.href).href}</Link>
        </p>
      </footer>
    </article>
  );
}

function verdict(passed: boolean, checks: readonly Check[]): string {
  if (!checks.length) return "The organisation has set no gate for this phase.";
  if (passed) return "Ready: the project passes every check.";
  return `Not ready yet: ${checks.filter((check) => check.passed).length} of ${checks.length} checks passed.`;
}

function CheckItem({ check }: { check: Check }) {
  return (
    <li>
      <p>
        <strong>{check.passed ? "✓ Passed" : "✗ Open"}</strong> {capitalized(GATE_CHECK_LABELS[check.check as GateCheck])}:{" "}
        {`${check.have} of ${check.need}`}
      </p>
      <p class="reason">{formatDaysIn(check.reason)}</p>
      <Evidence check={check} />
    </li>
  );
}

function Evidence({ check: { conversations, lessons } }: { check: Check }) {
  const items: ComponentChildren[] = [
    ...conversations.map(({ id, heldOn, with: other, heldBy }) => (
      <li key={id}>
        {`${formatDay(heldOn)}: ${heldBy.name} with `}
        <Link href={personPath(other.id)}>{other.name}</Link>
      </li>
    )),
    ...lessons.map(({ id, title }) => (
      <li key={id}>
        <Link href={lessonPath(id)}>{title}</Link>
      </li>
    )),
  ];
  if (!items.length) return null;
  return (
    <ul class="evidence">
      {items.slice(0, MOST_EVIDENCE)}
      {items.length > MOST_EVIDENCE && <li>{`and ${items.length - MOST_EVIDENCE} more`}</li>}
    </ul>
  );
}

/** What was postponed, and what fits and was not decided yet. */
function OpenDecisions({ data: { postponed, undecided } }: { data: GateQuery }) {
  const fresh = undecided.filter((offer) => !offer.postponed);
  return (
    <>
      <h3>Open decisions</h3>
      {postponed.length + fresh.length ? (
        <ul class="decisions">
          {postponed.map(({ lesson, postponed: decision }) => (
            <li key={lesson?.id}>
              <p class="finding">{lesson && <Link href={lessonPath(lesson.id)}>{lesson.title}</Link>}</p>
              <p class="reason">
                {[`Postponed on ${formatDay(decision?.heldOn ?? "")}`, decision?.person && `by ${decision.person.name}`]
                  .filter(Boolean)
                  .join(" ")}
                {decision?.reason && `: ${decision.reason}`}
              </p>
            </li>
          ))}
          {fresh.map(({ lesson, reason }) => (
            <li key={lesson?.id}>
              <p class="finding">{lesson && <Link href={lessonPath(lesson.id)}>{lesson.title}</Link>}</p>
              <p class="reason">{`Not decided yet. ${reason}`}</p>
            </li>
          ))}
        </ul>
      ) : (
        <p>The project has decided on every lesson that fits.</p>
      )}
    </>
  );
}

function Contacts({ data: { experts }, project }: Pick<Props, "data" | "project">) {
  const team = new Set(project.people.nodes.map(({ id }) => id));
  const others = experts.filter(({ person }) => person && !team.has(person.id)).slice(0, MOST_EXPERTS);
  if (!others.length) return null;
  return (
    <>
      <h3>Whom to talk to</h3>
      <ul class="contacts">
        {others.map(({ person, ...evidence }) => (
          <li key={person?.id}>
            <p class="contact">
              {person && (
                <Link href={personPath(person.id)}>
                  <b>{person.name}</b>
                </Link>
              )}
              {person?.department && ` (${person.department.name})`} {expertEvidence(evidence)}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
