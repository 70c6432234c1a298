/** How much of what people learn is recorded, how soon, what rundowns decide, and who talks across departments. */

import { Link } from "wouter-preact";
import type { ParticipationQuery } from "../../generated/graphql";
import { PHASE_LABELS } from "../../text/enum-labels";
import { formatDate, formatPercent } from "../../text/format";
import { captureText, conversationsTitle, participationTitle, rundownsTitle } from "../../text/participation-sentences";
import { Halves } from "../../ui/halves";
import { medianColumn } from "../../ui/lists/median-column";
import { type Column, FoldedTable, Table } from "../../ui/lists/table";
import { projectPath } from "../../url/paths";

type Network = ParticipationQuery["network"];

export function Participation({ network }: { network: Network }) {
  return (
    <>
      <CaptureSection capture={network.capture} />
      <RundownSection rundowns={network.rundownUse} />
      <ConversationSection talks={network.conversations} />
    </>
  );
}

type GroupCapture = Network["capture"]["groups"][number];

const CAPTURE_COLUMNS: readonly Column<GroupCapture>[] = [
  { header: "Department", value: ({ group }) => group.name },
  { header: "Closed projects", value: ({ closed }) => closed.projects },
  { header: "Without a lesson", value: ({ closed }) => closed.withoutLesson },
  {
    header: "Lessons per project",
    value: ({ closed }) => closed.lessonsPerProject ?? null,
    hint: "Shown for five closed projects or more",
  },
  medianColumn(
    "Days to record",
    "Half of the lessons were recorded within this many days of being learned",
    (row) => row.learnedToRecorded,
  ),
  medianColumn(
    "Days to publish",
    "Half of the lessons were published within this many days of being recorded",
    (row) => row.recordedToPublished,
  ),
  medianColumn("Days in all", "Half of the lessons were published within this many days of being learned", (row) => row.learnedToPublished),
  {
    header: "At risk",
    value: (row) => row.learnedToPublished.atRisk ?? null,
    hint: "The number of lessons behind the median: those that had not been published earlier",
  },
  { header: "Not published yet", value: (row) => row.learnedToPublished.waiting },
];

function CaptureSection({ capture }: { capture: Network["capture"] }) {
  const bare = capture.projectsWithoutLesson;
  return (
    <section aria-labelledby="capture">
      <h2 id="capture">{participationTitle(capture)}</h2>
      <p>{captureText(capture)}</p>
      <Table
        caption="From learning to publishing, by department"
        file="capture"
        first={10}
        rows={capture.groups}
        columns={CAPTURE_COLUMNS}
        emptyText="No project closed and no lesson was learned in this period."
      />
      <Halves of={capture.groups.flatMap(({ learnedToPublished: { atRisk, waiting } }) => [atRisk, waiting])} />
      {bare.length > 0 && (
        <Table
          caption="Closed projects without a lesson"
          file="projects-without-lesson"
          first={5}
          rows={bare}
          columns={[
            { header: "Project", value: ({ name }) => name, show: ({ id, name }) => <Link href={projectPath(id)}>{name}</Link> },
            { header: "Department", value: ({ owner }) => owner?.name ?? null },
            { header: "Closed", value: ({ endedOn }) => endedOn ?? null, show: ({ endedOn }) => formatDate(endedOn) },
          ]}
        />
      )}
    </section>
  );
}

function RundownSection({ rundowns }: { rundowns: Network["rundownUse"] }) {
  const groups = rundowns.groups.filter(({ decisions }) => decisions > 0);
  return (
    <section aria-labelledby="rundown-use">
      <h2 id="rundown-use">{rundownsTitle(rundowns)}</h2>
      <Table
        caption="Projects that held a rundown, by phase"
        file="rundowns-by-phase"
        rows={rundowns.phases}
        columns={[
          { header: "Phase", value: ({ phase }) => PHASE_LABELS[phase] },
          { header: "Projects", value: ({ projects }) => projects, hint: "Projects that started, ran or closed in this period" },
          { header: "With a rundown", value: ({ withRundown }) => withRundown },
          {
            header: "Share",
            value: ({ share }) => share ?? null,
            show: ({ share }) => formatPercent(share),
            hint: "Shown for five projects or more",
          },
        ]}
      />
      {groups.length > 0 && (
        <Table
          caption="Decisions in rundowns, by department"
          file="rundown-decisions"
          first={10}
          rows={groups}
          columns={[
            { header: "Department", value: ({ group }) => group.name },
            { header: "Decisions", value: ({ decisions }) => decisions },
            { header: "Apply", value: ({ apply }) => apply },
            { header: "Not applicable", value: ({ notApplicable }) => notApplicable },
            { header: "Later", value: ({ later }) => later },
            { header: "Projects", value: ({ projects }) => projects },
          ]}
        />
      )}
    </section>
  );
}

function ConversationSection({ talks }: { talks: Network["conversations"] }) {
  return (
    <section aria-labelledby="conversations">
      <h2 id="conversations">{conversationsTitle(talks)}</h2>
      {talks.groups.length > 0 && (
        <FoldedTable
          caption="Conversations, by department"
          file="conversations"
          first={10}
          rows={talks.groups}
          columns={[
            { header: "Department", value: ({ group }) => group.name },
            {
              header: "Conversations",
              value: ({ conversations }) => conversations,
              hint: "Each person in a conversation counts one half",
            },
            { header: "Across departments", value: ({ across }) => across },
            { header: "Department unknown", value: ({ unknown }) => unknown },
            {
              header: "Share across",
              value: ({ acrossShare }) => acrossShare ?? null,
              show: ({ acrossShare }) => formatPercent(acrossShare),
            },
            { header: "People", value: ({ people }) => people },
          ]}
        />
      )}
    </section>
  );
}
