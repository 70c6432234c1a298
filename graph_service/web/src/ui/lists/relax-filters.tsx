/** For an empty list: each filter that could be removed, with the number of lessons that would then be found. */
import type { ComponentChildren } from "preact";
import { useQuery } from "../../api/graphql-client";
import { CountLessonsDocument, type LessonWhere } from "../../generated/graphql";
import { plural } from "../../text/format";

export interface Relaxation {
  /** The filter that is removed. */
  label: string;
  /** The filter of the list without it. */
  where: LessonWhere;
  onApply: () => void;
}

export function RelaxFilters({ relaxations, children }: { relaxations: readonly Relaxation[]; children: ComponentChildren }) {
  return (
    <div class="empty">
      <p>{children}</p>
      {relaxations.length > 0 && <p>With one filter fewer:</p>}
      <ul class="plain">
        {relaxations.map((relaxation) => (
          <RelaxationItem key={relaxation.label} {...relaxation} />
        ))}
      </ul>
    </div>
  );
}

function RelaxationItem({ label, where, onApply }: Relaxation) {
  const count = useQuery(CountLessonsDocument, { where }).data?.lessons.totalCount;
  if (!count) return <li>{`Without ${label}: ${count === 0 ? "no lessons" : "…"}`}</li>;
  return (
    <li>
      <button type="button" class="inline quiet" onClick={onApply}>{`Without ${label}`}</button>: {plural(count, "lesson")}
    </li>
  );
}
