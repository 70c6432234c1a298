/** Lessons that are like the one that is being written, so that it is not recorded twice. */
import { useEffect, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { useQuery } from "../../api/graphql-client";
import { SimilarLessonsDocument, type SimilarLessonsQuery } from "../../generated/graphql";
import { formatMonth, plural } from "../../text/format";
import type { Choice } from "../../ui/combobox-options";
import { reuseCountText } from "../../ui/lesson-list";
import { lessonPath } from "../../url/paths";

const MIN_LETTERS = 12;
const MIN_SHARED_WORDS = 2;
const SHOWN = 3;
const TYPING_PAUSE = 400; // milliseconds

interface Props {
  title: string;
  buildsOn: readonly Choice[];
  onBuildOn: (lesson: Choice) => void;
}

export function SimilarLessons({ title, buildsOn, onBuildOn }: Props) {
  const [text, setText] = useState(title.trim());
  useEffect(() => {
    const timer = setTimeout(() => setText(title.trim()), TYPING_PAUSE);
    return () => clearTimeout(timer);
  }, [title]);
  const query = useQuery(SimilarLessonsDocument, text.length >= MIN_LETTERS ? { text: text.slice(0, 200) } : undefined);
  const similar = text.length >= MIN_LETTERS ? (query.data?.search ?? []).filter(sharesWords).slice(0, SHOWN) : [];
  return (
    <div role="status" class={similar.length ? "similar" : undefined}>
      {similar.length > 0 && <h3>{plural(similar.length, "similar lesson")}</h3>}
      {similar.length > 0 && (
        <ul class="plain">
          {similar.map(({ lesson: { id, title, learnedOn, project, reusesAggregate } }) => (
            <li key={id}>
              <div>
                <Link href={lessonPath(id)}>{title}</Link>
                <br />
                <small>{[project?.name, formatMonth(learnedOn), reuseCountText(reusesAggregate.count)].filter(Boolean).join(" · ")}</small>
              </div>
              <button
                type="button"
                disabled={buildsOn.some((choice) => choice.id === id)}
                aria-label={`Ours builds on it: ${title}`}
                onClick={() => onBuildOn({ id, name: title })}
              >
                Ours builds on it
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Whether at least two different words of the text occur in the lesson. */
function sharesWords({ highlights }: SimilarLessonsQuery["search"][number]): boolean {
  const words = highlights.flatMap((excerpt) => [...excerpt.matchAll(/\*\*(.+?)\*\*/g)].map(([, word = ""]) => word.toLowerCase()));
  return new Set(words.filter((word) => word.length > 3)).size >= MIN_SHARED_WORDS;
}
