/** A rundown that is being held: the lessons that it offers, each with three decisions, and what was decided. */
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { useQuery } from "../../../api/graphql-client";
import { type Decision, ProjectRundownsDocument, type ProjectRundownsQuery, RundownOffersDocument } from "../../../generated/graphql";
import { DECISION_LABELS, PHASE_LABELS } from "../../../text/enum-labels";
import { formatDay, plural } from "../../../text/format";
import { ActingPersonField, useRecordingRefusal } from "../../../ui/acting-person";
import type { Choice } from "../../../ui/combobox/combobox-options";
import { readProfile } from "../../../ui/profile";
import { QueryResult } from "../../../ui/query-result";
import { lessonPath } from "../../../url/paths";
import { OfferList } from "./offer-list";

interface Props {
  project: { id: string; name: string };
  /** Its id. */
  rundown: string;
  onClose: () => void;
}

type Rundown = NonNullable<ProjectRundownsQuery["project"]>["rundowns"]["nodes"][number];

export function OpenRundown({ project, rundown, onClose }: Props) {
  const query = useQuery(ProjectRundownsDocument, { project: project.id });
  return (
    <QueryResult query={query}>
      {(data) => {
        const found = data.project?.rundowns.nodes.find(({ id }) => id === rundown);
        return found ? <Held project={project} rundown={found} onClose={onClose} /> : <Missing onClose={onClose} />;
      }}
    </QueryResult>
  );
}

function Missing({ onClose }: { onClose: () => void }) {
  return (
    <section aria-labelledby="rundown">
      <h2 id="rundown">This rundown was removed</h2>
      <button type="button" onClick={onClose}>
        Close
      </button>
    </section>
  );
}

function Held({ project, rundown, onClose }: { project: Props["project"]; rundown: Rundown; onClose: () => void }) {
  const query = useQuery(RundownOffersDocument, { project: project.id, phase: rundown.phase });
  const [person, setPerson] = useState<Choice | undefined>(readProfile().person);
  const refusal = useRecordingRefusal();
  return (
    <section aria-labelledby="rundown" class="open-rundown">
      <h2 id="rundown">{`Rundown of ${formatDay(rundown.heldOn)}, ${PHASE_LABELS[rundown.phase]}`}</h2>
      {rundown.note && <p class="reason">{rundown.note}</p>}
      {refusal ?? <ActingPersonField label="Who decides" name="person" chosen={person} onChoose={setPerson} />}
      <QueryResult query={query}>
        {({ rundownOffers }) => <OfferList rundown={rundown.id} offers={rundownOffers} person={person} mayDecide={refusal === undefined} />}
      </QueryResult>
      <Decided rundown={rundown} />
      <button type="button" onClick={onClose}>
        Close the rundown
      </button>
    </section>
  );
}

function Decided({ rundown: { considered } }: { rundown: Rundown }) {
  if (!considered.edges.length) return null;
  return (
    <details class="decided" open>
      <summary>{`Decided: ${plural(considered.totalCount, "lesson")}`}</summary>
      <ul class="plain">
        {considered.edges.map(({ decision, reason, node }) => (
          <li key={node.id}>
            <Link href={lessonPath(node.id)}>{node.title}</Link> <span class="tag">{decisionText(decision)}</span>
            {reason && <span class="reason">{reason}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}

function decisionText(decision: Decision): string {
  return DECISION_LABELS[decision];
}
