/** The rundowns and conversations of a project, and what follows from them: the gate page and the risk list. */
import { Link } from "wouter-preact";
import { ActionButtons } from "../../../actions/action-buttons";
import { holdRundown, recordConversation, rundownPath } from "../../../actions/rundown-actions";
import { useMay } from "../../../api/caller";
import { useQuery } from "../../../api/graphql-client";
import { ProjectRundownsDocument, type ProjectRundownsQuery } from "../../../generated/graphql";
import { PHASE_LABELS } from "../../../text/enum-labels";
import { formatDay, plural } from "../../../text/format";
import { currentPhase } from "../../../text/project-phase";
import { RoleMissing } from "../../../ui/forms/form-field";
import { QueryResult } from "../../../ui/query-result";
import { personPath } from "../../../url/paths";
import { gatePath } from "../../gate/gate-path";
import type { ProjectData } from "../page";
import { RiskListButton } from "./risk-list-button";

type Recorded = NonNullable<ProjectRundownsQuery["project"]>;

interface Props {
  project: ProjectData;
  /** Opens a rundown on this page. */
  onOpen: (rundown: string) => void;
}

export function RundownSection({ project, onOpen }: Props) {
  const query = useQuery(ProjectRundownsDocument, { project: project.id });
  const mayRecord = useMay("CONTRIBUTOR");
  const phase = currentPhase(project.status);
  return (
    <section aria-labelledby="rundowns" class="rundowns">
      <h2 id="rundowns">Rundowns and conversations</h2>
      {mayRecord ? (
        <ActionButtons actions={[holdRundown(project, phase, onOpen), recordConversation(project)]} />
      ) : (
        <RoleMissing needed="contributor">You can read about rundowns, but not hold them.</RoleMissing>
      )}
      <QueryResult query={query}>{(data) => data.project && <RecordedMeetings project={project} recorded={data.project} />}</QueryResult>
      <div class="row">
        <Link class="btn" href={gatePath(project.id, phase)}>
          Printable gate page
        </Link>
        <RiskListButton project={project.id} />
      </div>
    </section>
  );
}

function RecordedMeetings({ project, recorded: { rundowns, conversations } }: { project: ProjectData; recorded: Recorded }) {
  if (!rundowns.nodes.length && !conversations.nodes.length)
    return <p class="empty">No rundowns or conversations have been recorded yet.</p>;
  return (
    <ul class="plain">
      {rundowns.nodes.map(({ id, heldOn, phase, considered }) => (
        <li key={id}>
          <Link href={rundownPath(project.id, id)}>{`Rundown of ${formatDay(heldOn)}`}</Link>{" "}
          <span class="meta">{`${PHASE_LABELS[phase]} · ${plural(considered.totalCount, "decision")}`}</span>
        </li>
      ))}
      {conversations.nodes.map((conversation) => (
        <li key={conversation.id}>
          {`${formatDay(conversation.heldOn)}: ${conversation.heldBy.name} talked with `}
          <Link href={personPath(conversation.with.id)}>{conversation.with.name}</Link>
          {conversation.note && <span class="reason">{conversation.note}</span>}
        </li>
      ))}
      <More listed={rundowns.nodes.length} total={rundowns.totalCount} noun="rundown" />
      <More listed={conversations.nodes.length} total={conversations.totalCount} noun="conversation" />
    </ul>
  );
}

function More({ listed, total, noun }: { listed: number; total: number; noun: string }) {
  return total > listed ? <li class="faint">{`The latest ${listed} of ${plural(total, noun)}.`}</li> : null;
}
