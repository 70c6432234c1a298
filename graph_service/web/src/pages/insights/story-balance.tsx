/** How many lessons say what went well, what went wrong, or both. */
import { formatPercent, plural } from "../../text/format";
import { FoldedTable } from "../../ui/lists/table";
import type { ShelfData } from "./page";

export function StoryBalance({ balance }: { balance: ShelfData["storyBalance"] }) {
  if (!balance.lessons) return null;
  const wrong = formatPercent(balance.wentWrong);
  const well = formatPercent(balance.wentWell);
  return (
    <section aria-labelledby="stories">
      <h2 id="stories">{`${wrong} of ${plural(balance.lessons, "lesson")} say what went wrong, ${well} what went well, ${formatPercent(balance.both)} both`}</h2>
      <FoldedTable
        caption="What lessons contain, by department"
        file="story-balance"
        rows={balance.groups}
        first={20}
        columns={[
          { header: "Department", value: ({ group }) => group.name },
          { header: "Lessons", value: ({ lessons }) => lessons },
          { header: "Went well", value: ({ wentWell }) => wentWell ?? null, show: ({ wentWell }) => formatPercent(wentWell) },
          { header: "Went wrong", value: ({ wentWrong }) => wentWrong ?? null, show: ({ wentWrong }) => formatPercent(wentWrong) },
          { header: "Both", value: ({ both }) => both ?? null, show: ({ both }) => formatPercent(both) },
        ]}
      />
    </section>
  );
}
