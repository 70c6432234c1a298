/** Problems that occurred again although a lesson about them existed: recorded ones, and suggestions that the reader can accept or dismiss. */

import { Link } from "wouter-preact";
import { useMay } from "../../api/caller";
import { request } from "../../api/graphql-client";
import {
  DismissRecurrenceDocument,
  LinkRecurrenceDocument,
  type RepeatedProblemFragment,
  type RepeatedProblemsQuery,
} from "../../generated/graphql";
import { formatDate, formatPercent, plural } from "../../text/format";
import { ChangeButton } from "../../ui/forms/change-button";
import { type Column, Table } from "../../ui/lists/table";
import { lessonPath } from "../../url/paths";

type Suggestion = RepeatedProblemsQuery["network"]["suggested"][number];

const COLUMNS: readonly Column<RepeatedProblemFragment>[] = [
  { header: "Lesson", value: ({ earlier }) => earlier?.title ?? null, show: ({ earlier }) => <LessonLink lesson={earlier} /> },
  { header: "Repeated as", value: ({ later }) => later?.title ?? null, show: ({ later }) => <LessonLink lesson={later} /> },
  { header: "Date", value: ({ later }) => later?.learnedOn ?? null, show: ({ later }) => formatDate(later?.learnedOn) },
  { header: "Shared people", value: ({ sharedPeople }) => sharedPeople, hint: "People who were on both projects" },
];

interface Props {
  recorded: readonly RepeatedProblemFragment[];
  suggested: readonly Suggestion[];
}

export function RepeatedProblems({ recorded, suggested }: Props) {
  const mayCurate = useMay("CURATOR");
  const columns: Column<Suggestion>[] = [
    ...COLUMNS,
    { header: "Similarity", value: ({ likeness }) => likeness ?? null, show: ({ likeness }) => formatPercent(likeness) },
    ...(mayCurate
      ? [{ header: "The same problem?", value: () => null, show: (suggestion: Suggestion) => <Decision suggestion={suggestion} /> }]
      : []),
  ];
  return (
    <section aria-labelledby="repeated">
      <h2 id="repeated">
        {recorded.length
          ? `${plural(recorded.length, "known problem was", "known problems were")} repeated`
          : "No repeated problem is on record"}
      </h2>
      {recorded.length > 0 && <Table caption="On record" file="repeated-problems" rows={recorded} columns={COLUMNS} />}
      {suggested.length > 0 && (
        <Table
          caption="Similar texts: is it the same problem?"
          file="repeated-problems-suggested"
          rows={suggested}
          columns={columns}
          first={5}
        />
      )}
    </section>
  );
}

/** "Yes" records the recurrence; "no" is remembered, so that the pair is not suggested again. */
function Decision({ suggestion: { earlier, later } }: { suggestion: Suggestion }) {
  if (!earlier || !later) return <>–</>;
  const input = { lesson: later.id, recurrenceOf: earlier.id };
  return (
    <>
      <ChangeButton
        class="quiet inline"
        label={`yes: ${later.title}`}
        done="Saved as the same problem."
        change={async (idempotencyKey) => (await request(LinkRecurrenceDocument, { input: { ...input, idempotencyKey } })).linkRecurrence}
      >
        yes
      </ChangeButton>{" "}
      <ChangeButton
        class="quiet inline"
        label={`no: ${later.title}`}
        done="Saved as not the same problem."
        change={async (idempotencyKey) =>
          (await request(DismissRecurrenceDocument, { input: { ...input, idempotencyKey } })).dismissRecurrence
        }
      >
        no
      </ChangeButton>
    </>
  );
}

function LessonLink({ lesson }: { lesson: RepeatedProblemFragment["earlier"] | RepeatedProblemFragment["later"] }) {
  if (!lesson) return <>–</>;
  return (
    <>
      <Link href={lessonPath(lesson.id)}>{lesson.title}</Link>{" "}
      {lesson.project?.name !== lesson.title && <span class="faint">{lesson.project?.name}</span>}
    </>
  );
}
