/** What was never looked at, how long lessons wait, whether stories tell both sides, and what came back. */
import { useCallback, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { ask, failedBy, useAnswer } from "../../api/graphql-client";
import { Chart, type Ink } from "../../charts/chart";
import {
  CameBackDocument,
  type CameBackQuery,
  DismissRecurrenceDocument,
  LinkRecurrenceDocument,
  ShelfDocument,
  type ShelfQuery,
} from "../../generated/graphql";
import { day, listed, number, percent, plural } from "../../text/format";
import { Title } from "../../ui/page-title";
import { Show } from "../../ui/query-result";
import { type Column, Table } from "../../ui/table";
import { useView } from "../../url/view-params";

type Found = ShelfQuery["network"];

export function Shelf() {
  const { view } = useView();
  const variables = { window: view.window ?? null, level: view.level ?? null, topic: view.topic ?? null };
  const answer = useAnswer(ShelfDocument, variables),
    cameBack = useAnswer(CameBackDocument, variables);
  return (
    <Show answer={answer}>
      {({ network }) => (
        <>
          <Title>{title(network)}</Title>
          <Waiting shelf={network.shelf} />
          <Stories stories={network.storyBalance} />
          <Show answer={cameBack}>{({ network: { missedReuse } }) => <CameBack missed={missedReuse} onDecided={cameBack.retry} />}</Show>
        </>
      )}
    </Show>
  );
}

function title({ shelf }: Found): string {
  if (!shelf.published) return "No lesson was published in this time";
  return `${number(shelf.onShelf)} of ${plural(shelf.published, "lesson")} published in this time ${shelf.onShelf === 1 ? "is" : "are"} still on the shelf`;
}

function Waiting({ shelf }: { shelf: Found["shelf"] }) {
  const { curve } = shelf;
  const draw = useCallback(
    (ink: Ink) => ({
      grid: { left: 48, right: 16, top: 12, bottom: 40 },
      tooltip: {
        trigger: "axis" as const,
        backgroundColor: ink.paper,
        borderColor: ink.rule,
        textStyle: { color: ink.ink },
        valueFormatter: (value: unknown) => percent(Number(value)),
      },
      xAxis: {
        type: "value" as const,
        name: "days since it was published",
        nameLocation: "middle" as const,
        nameGap: 26,
        nameTextStyle: { color: ink.faint },
        axisLabel: { color: ink.faint },
        splitLine: { show: false },
        axisLine: { lineStyle: { color: ink.rule } },
      },
      yAxis: {
        type: "value" as const,
        min: 0,
        max: 1,
        axisLabel: { color: ink.faint, formatter: (value: number) => percent(value) },
        splitLine: { lineStyle: { color: ink.rule } },
      },
      series: [
        {
          type: "line" as const,
          step: "end" as const,
          name: "not reused yet",
          showSymbol: false,
          data: [[0, 1], ...curve.map(({ day: at, share }) => [at, share])],
          lineStyle: { color: ink.data, width: 2 },
          itemStyle: { color: ink.data },
        },
      ],
    }),
    [curve],
  );
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">
        {shelf.medianDays == null
          ? "Fewer than half of the lessons are ever reused by others"
          : `Half of the lessons are reused by others within ${plural(shelf.medianDays, "day")}`}
      </h2>
      {curve.length > 0 && (
        <Chart
          label={`Share of lessons not reused by others, by days since they were published; at the end ${percent(curve.at(-1)?.share)}.`}
          height={260}
          draw={draw}
          file="shelf-curve"
        />
      )}
      {curve.length > 0 && (
        <details>
          <summary>The same as a table</summary>
          <Table
            caption="Lessons not reused by others, by days since they were published (Kaplan and Meier)"
            file="shelf-curve"
            rows={curve}
            first={40}
            columns={[
              { head: "Days", value: ({ day: at }) => at },
              { head: "Still waiting that long", value: ({ atRisk }) => atRisk },
              { head: "Not reused yet", value: ({ share }) => share, show: ({ share }) => percent(share) },
            ]}
          />
        </details>
      )}
      <Table
        caption="Waiting longest"
        file="shelf"
        first={10}
        rows={shelf.lessons}
        empty="No lesson waits."
        columns={[
          {
            head: "Lesson",
            value: ({ lesson }) => lesson?.title ?? null,
            show: ({ lesson }) => (lesson ? <Link href={`/lessons/${encodeURIComponent(lesson.id)}`}>{lesson.title}</Link> : "–"),
          },
          { head: "Project", value: ({ lesson }) => lesson?.project?.name ?? null },
          { head: "Learned in", value: ({ lesson }) => listed(lesson?.departments.nodes.map(({ name }) => name) ?? []) },
          { head: "Days", value: ({ days }) => days },
        ]}
      />
      <Table
        caption="By department"
        file="shelf-by-department"
        first={20}
        rows={shelf.groups}
        columns={[
          { head: "Department", value: ({ group }) => group.name },
          { head: "Published", value: ({ published }) => published },
          { head: "Reused by others", value: ({ reused }) => reused },
          { head: "On the shelf", value: ({ onShelf }) => onShelf },
          { head: "Median days", value: ({ medianDays }) => medianDays ?? null },
        ]}
      />
    </section>
  );
}

type Missed = CameBackQuery["network"]["missedReuse"][number];

const CAME_BACK: readonly Column<Missed>[] = [
  { head: "The lesson", value: ({ earlier }) => earlier?.title ?? null, show: ({ earlier }) => <Of lesson={earlier} /> },
  { head: "Came back as", value: ({ later }) => later?.title ?? null, show: ({ later }) => <Of lesson={later} /> },
  { head: "On", value: ({ later }) => later?.learnedOn ?? null, show: ({ later }) => day(later?.learnedOn) },
  { head: "Shared people", value: ({ sharedPeople }) => sharedPeople, hint: "People who were on both projects and could have told" },
];

function CameBack({ missed, onDecided }: { missed: readonly Missed[]; onDecided: () => void }) {
  const recorded = missed.filter(({ suggested }) => !suggested),
    suggested = missed.filter((one) => one.suggested);
  const likeness: Column<Missed> = { head: "Likeness", value: (one) => one.likeness ?? null, show: (one) => percent(one.likeness) };
  const decision: Column<Missed> = {
    head: "The same problem?",
    value: () => null,
    show: (one) => <Decision missed={one} onDecided={onDecided} />,
  };
  return (
    <section aria-labelledby="came-back">
      <h2 id="came-back">
        {recorded.length
          ? `${plural(recorded.length, "problem")} came back although a lesson was there`
          : "No problem is on record as having come back"}
      </h2>
      {recorded.length > 0 && <Table caption="On record" file="came-back" rows={recorded} columns={CAME_BACK} />}
      {suggested.length > 0 && (
        <Table
          caption="They read alike, and nobody has said yet"
          file="came-back-suggested"
          rows={suggested}
          columns={[...CAME_BACK, likeness, decision]}
        />
      )}
    </section>
  );
}

/** Yes puts it on record; no is remembered, and it is not suggested again. */
function Decision({ missed: { earlier, later }, onDecided }: { missed: Missed; onDecided: () => void }) {
  const [done, setDone] = useState(false),
    [error, setError] = useState("");
  if (!earlier || !later) return <>–</>;
  if (done) return <span role="status">noted</span>;
  const input = { lesson: later.id, recurrenceOf: earlier.id };
  const decide = (deciding: Promise<unknown>) =>
    void deciding.then(
      () => {
        setDone(true);
        onDecided();
      },
      (failed: unknown) => setError(failedBy(failed).message),
    );
  return (
    <>
      <button
        type="button"
        class="quiet inline"
        aria-label={`yes: ${later.title}`}
        onClick={() => decide(ask(LinkRecurrenceDocument, { input }))}
      >
        yes
      </button>
      <button
        type="button"
        class="quiet inline"
        aria-label={`no: ${later.title}`}
        onClick={() => decide(ask(DismissRecurrenceDocument, { input }))}
      >
        no
      </button>
      {error && <span role="alert">{error}</span>}
    </>
  );
}

function Of({ lesson }: { lesson: { id: string; title: string; project?: { name: string } | null } | null | undefined }) {
  if (!lesson) return <>–</>;
  return (
    <>
      <Link href={`/lessons/${encodeURIComponent(lesson.id)}`}>{lesson.title}</Link> <span class="faint">{lesson.project?.name}</span>
    </>
  );
}

function Stories({ stories }: { stories: Found["storyBalance"] }) {
  if (!stories.lessons) return null;
  return (
    <section aria-labelledby="stories">
      <h2 id="stories">{`${percent(stories.wentWrong)} of lessons say what went wrong, ${percent(stories.wentWell)} what went well, ${percent(stories.both)} both`}</h2>
      <Table
        caption="What lessons tell, by department"
        file="story-balance"
        rows={stories.groups}
        columns={[
          { head: "Department", value: ({ group }) => group.name },
          { head: "Lessons", value: ({ lessons }) => lessons },
          { head: "Went well", value: ({ wentWell }) => wentWell ?? null, show: ({ wentWell }) => percent(wentWell) },
          { head: "Went wrong", value: ({ wentWrong }) => wentWrong ?? null, show: ({ wentWrong }) => percent(wentWrong) },
          { head: "Both", value: ({ both }) => both ?? null, show: ({ both }) => percent(both) },
        ]}
      />
    </section>
  );
}
