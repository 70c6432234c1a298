/** Lessons that are similar to the one being written, which may repeat one of them, each with a person to ask. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { useQuery } from "../api/graphql-client";
import { SimilarLessonsDocument, type SimilarLessonsQuery } from "../generated/graphql";
import { formatMonth } from "../text/format";
import { lessonPath, personPath } from "../url/paths";
import type { Choice } from "./combobox/combobox-options";
import { useProfile } from "./profile";

type Similar = SimilarLessonsQuery["similarLessons"][number];
type Found = Similar & { lesson: NonNullable<Similar["lesson"]> };

const MIN_LETTERS = 12;
const FIRST = 2; // lessons of each kind; the others are folded
const TYPING_PAUSE = 400; // milliseconds

interface Props {
  text: string;
  project: Choice | undefined;
  /** What else can be done with a similar lesson. */
  children?: ((lesson: Choice) => ComponentChildren) | undefined;
}

/** Shows nothing while there is nothing similar, or when the service does not answer: what is being written is more important. */
export function SimilarLessons({ text, project, children }: Props) {
  const settled = useSettled(text.trim());
  const { person } = useProfile();
  const variables = { text: settled, project: project?.id ?? null, asker: person?.id ?? null };
  const query = useQuery(SimilarLessonsDocument, settled.length >= MIN_LETTERS ? variables : undefined);
  const data = settled.length >= MIN_LETTERS && !query.error ? query.data : undefined;
  const found = (data?.similarLessons ?? []).filter((each): each is Found => each.lesson != null);
  const before = found.filter(({ happenedBefore }) => happenedBefore);
  const others = found.filter(({ happenedBefore }) => !happenedBefore);
  const part = { project, children };
  return (
    <div role="status">
      <Part title="Did this happen before?" found={before} {...part} />
      <Part title="Is it one of these?" found={others} {...part} />
    </div>
  );
}

interface PartProps extends Pick<Props, "project" | "children"> {
  title: string;
  found: readonly Found[];
}

function Part({ title, found, project, children }: PartProps) {
  if (!found.length) return null;
  return (
    <div class="similar">
      <h2>{title}</h2>
      <Items found={found.slice(0, FIRST)} project={project} children={children} />
      {found.length > FIRST && (
        <details>
          <summary>{`Show ${found.length - FIRST} more`}</summary>
          <Items found={found.slice(FIRST)} project={project} children={children} />
        </details>
      )}
    </div>
  );
}

function Items({ found, project, children }: Omit<PartProps, "title">) {
  return (
    <ul class="plain">
      {found.map((similar) => (
        <Item key={similar.lesson.id} similar={similar} project={project}>
          {children}
        </Item>
      ))}
    </ul>
  );
}

function Item({ similar, project, children }: { similar: Found } & Pick<Props, "project" | "children">) {
  const { lesson, reason, ask } = similar;
  const reuse = new URLSearchParams({ mode: "reuse", lesson: lesson.id, ...(project ? { project: project.id } : {}) });
  return (
    <li>
      <div>
        <Link href={lessonPath(lesson.id)}>{lesson.title}</Link>
        <br />
        <small>
          {[lesson.project?.name, formatMonth(lesson.learnedOn), reason].filter(Boolean).join(" · ")}
          {ask && (
            <>
              {" · Ask "}
              <Link href={personPath(ask.id)}>{ask.name}</Link>
            </>
          )}
        </small>
      </div>
      <div class="row">
        <Link class="btn" href={`/record?${reuse}`} aria-label={`We used it: ${lesson.title}`}>
          We used it
        </Link>
        {children?.({ id: lesson.id, name: lesson.title })}
      </div>
    </li>
  );
}

/** The text once the reader pauses typing. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), TYPING_PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
