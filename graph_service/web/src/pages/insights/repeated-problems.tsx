/** Problems that occurred again although a lesson about them existed: recorded ones, and suggestions that the reader can accept or dismiss. */

import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { request, toRequestError } from "../../api/graphql-client";
import {
  DismissRecurrenceDocument,
  LinkRecurrenceDocument,
  type RepeatedProblemFragment,
  type RepeatedProblemsQuery,
} from "../../generated/graphql";
import { formatDate, formatPercent, plural } from "../../text/format";
import { type Column, Table } from "../../ui/table";
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
  onDecided: () => void;
}

export function RepeatedProblems({ recorded, suggested, onDecided }: Props) {
  const columns: Column<Suggestion>[] = [
    ...COLUMNS,
    { header: "Similarity", value: ({ likeness }) => likeness ?? null, show: ({ likeness }) => formatPercent(likeness) },
    { header: "The same problem?", value: () => null, show: (suggestion) => <Decision suggestion={suggestion} onDecided={onDecided} /> },
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
        <Table caption="Similar texts: is it the same problem?" file="repeated-problems-suggested" rows={suggested} columns={columns} />
      )}
    </section>
  );
}

/** "Yes" records the recurrence; "no" is remembered, so that the pair is not suggested again. */
function Decision({ suggestion: { earlier, later }, onDecided }: { suggestion: Suggestion; onDecided: () => void }) {
  const [isDone, setIsDone] = useState(false);
  const [error, setError] = useState("");
  if (!earlier || !later) return <>–</>;
  if (isDone) return <span role="status">saved</span>;
  const input = { lesson: later.id, recurrenceOf: earlier.id };
  const decide = async (document: typeof LinkRecurrenceDocument | typeof DismissRecurrenceDocument) => {
    try {
      await request<unknown, { input: typeof input }>(document, { input });
      setIsDone(true);
      onDecided();
    } catch (thrown) {
      setError(toRequestError(thrown).message);
    }
  };
  return (
    <>
      <button type="button" class="quiet inline" aria-label={`yes: ${later.title}`} onClick={() => void decide(LinkRecurrenceDocument)}>
        yes
      </button>
      <button type="button" class="quiet inline" aria-label={`no: ${later.title}`} onClick={() => void decide(DismissRecurrenceDocument)}>
        no
      </button>
      {error && <span role="alert">{error}</span>}
    </>
  );
}

function LessonLink({ lesson }: { lesson: RepeatedProblemFragment["earlier"] | RepeatedProblemFragment["later"] }) {
  if (!lesson) return <>–</>;
  return (
    <>
      <Link href={lessonPath(lesson.id)}>{lesson.title}</Link> <span class="faint">{lesson.project?.name}</span>
    </>
  );
}
