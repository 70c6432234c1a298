/** "Ask before you use it": messages to the people who learned the lesson, or to somebody whom it helped. */
import { isUnpublished } from "../../text/lesson-status";
import { askAbout } from "../../text/mail";
import { useProfile } from "../../ui/profile";
import type { LessonData } from "./page";

type Carrier = LessonData["learners"]["nodes"][number];

const MAX_LEARNERS = 3;

export function AskFirst({ lesson }: { lesson: LessonData }) {
  const { project } = useProfile();
  const learners = lesson.learners.nodes.filter(isReachable).slice(0, MAX_LEARNERS);
  const user = helpedUser(lesson);
  const people = learners.length || !user ? learners : [user];
  if (!people.length || isUnpublished(lesson.status)) return null;
  return (
    <section class="ask" aria-labelledby="ask">
      <h2 id="ask">Ask before you use it</h2>
      <p class="meta">
        {learners.length
          ? "The message names the lesson and what it recommends."
          : `Those who learned it cannot be reached. It helped ${people[0]?.name}, who used it.`}
      </p>
      <div class="stack">
        {people.map((person) => (
          <a
            key={person.id}
            class="btn"
            href={askAbout(
              { name: person.name, email: person.email ?? "" },
              { ...lesson, address: location.origin + location.pathname },
              project && project.id !== lesson.project?.id ? project.name : undefined,
            )}
          >
            {`Ask ${person.name}`}
          </a>
        ))}
      </div>
    </section>
  );
}

function isReachable({ email, active }: Carrier): boolean {
  return !!email && active;
}

/** The latest person whom the lesson helped. */
function helpedUser({ reuses }: LessonData): Carrier | undefined {
  return reuses.nodes.find(({ outcome, person }) => outcome === "HELPED" && person && isReachable(person))?.person ?? undefined;
}
