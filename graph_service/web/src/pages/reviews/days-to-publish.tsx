/** How long lessons take from the day they were learned to their publication, in all and by department. */
import { useQuery } from "../../api/graphql-client";
import { DaysToPublishDocument, type DaysToPublishQuery } from "../../generated/graphql";
import { waitingText } from "../../text/participation-sentences";
import { Halves } from "../../ui/halves";
import { medianColumn } from "../../ui/lists/median-column";
import { type Column, Table } from "../../ui/lists/table";
import { QueryResult } from "../../ui/query-result";

type GroupTime = DaysToPublishQuery["network"]["capture"]["groups"][number];

const COLUMNS: readonly Column<GroupTime>[] = [
  { header: "Department", value: ({ group }) => group.name },
  medianColumn("Median days", "Half of the lessons were published within this many days of being learned", (row) => row.learnedToPublished),
  { header: "Lessons", value: ({ learnedToPublished }) => learnedToPublished.lessons },
  { header: "Not published yet", value: ({ learnedToPublished }) => learnedToPublished.waiting },
];

export function DaysToPublish() {
  const query = useQuery(DaysToPublishDocument, {});
  return (
    <section aria-labelledby="days-to-publish">
      <h2 id="days-to-publish">From learned to published</h2>
      <QueryResult query={query}>
        {({ network: { capture } }) => {
          const rows = capture.groups.filter(({ learnedToPublished }) => learnedToPublished.lessons > 0);
          return (
            <>
              <p>{waitingText(capture.learnedToPublished, "published", "of being learned")}</p>
              {rows.length > 0 && (
                <Table
                  caption="Days from learned to published, by department"
                  file="days-to-publish"
                  first={10}
                  rows={rows}
                  columns={COLUMNS}
                />
              )}
              <Halves of={rows.map(({ learnedToPublished }) => learnedToPublished.lessons)} />
            </>
          );
        }}
      </QueryResult>
    </section>
  );
}
