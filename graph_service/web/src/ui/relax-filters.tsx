/** For a list that is empty: each thing that narrows it, and how many lessons there would be without. */
import type { ComponentChildren } from "preact";
import { useAnswer } from "../api/graphql-client";
import { CountLessonsDocument, type LessonWhere } from "../generated/graphql";
import { plural } from "../text/format";

export interface Way {
  /** What is left out. */
  label: string;
  /** What is asked for without it. */
  where: LessonWhere;
  onTake: () => void;
}

export function Loosen({ ways, children }: { ways: readonly Way[]; children: ComponentChildren }) {
  return (
    <div class="nothing">
      <p>{children}</p>
      {ways.length > 0 && <p>With one thing less there would be:</p>}
      <ul class="plain">
        {ways.map((way) => (
          <Without key={way.label} {...way} />
        ))}
      </ul>
    </div>
  );
}

function Without({ label, where, onTake }: Way) {
  const count = useAnswer(CountLessonsDocument, { where }).data?.lessons.totalCount;
  if (!count) return <li>{`Without ${label}: ${count === 0 ? "still none" : "…"}`}</li>;
  return (
    <li>
      <button type="button" class="inline quiet" onClick={onTake}>{`Without ${label}`}</button>: {plural(count, "lesson")}
    </li>
  );
}
