/** The gate page of a project, which a project lead prints: each check with its evidence, open decisions, and whom to talk to. */
import { Link } from "wouter-preact";
import { ActionButtons } from "../../actions/action-buttons";
import { holdRundown, recordConversation, rundownPath } from "../../actions/rundown-actions";
import { useMay } from "../../api/caller";
import { useQuery } from "../../api/graphql-client";
import { GateDocument, type GateQuery, type Phase } from "../../generated/graphql";
import { PHASE_LABELS } from "../../text/enum-labels";
import { formatDay } from "../../text/format";
import { today } from "../../ui/forms/form";
import { PageTitle } from "../../ui/page-title";
import { QueryResult } from "../../ui/query-result";
import { projectPath } from "../../url/paths";
import { useParam } from "../../url/view-params";
import { GateSheet } from "./sheet";

export function GatePage() {
  const [project] = useParam("project");
  const [chosen, setPhase] = useParam("phase");
  const phase = (chosen && chosen in PHASE_LABELS ? chosen : "BEFORE") as Phase;
  const query = useQuery(GateDocument, project === undefined ? undefined : { project, phase });
  return (
    <>
      <PageTitle>Gate of a project</PageTitle>
      {project === undefined ? (
        <NoProject />
      ) : (
        <QueryResult query={query} notFound={<NoProject />}>
          {(data) => (data.project ? <Gate data={data} project={data.project} phase={phase} onPhase={setPhase} /> : <NoProject />)}
        </QueryResult>
      )}
    </>
  );
}

function NoProject() {
  return (
    <p>
      There is no such project. <Link href="/projects">All projects</Link>
    </p>
  );
}

interface Props {
  data: GateQuery;
  project: NonNullable<GateQuery["project"]>;
  phase: Phase;
  onPhase: (phase: Phase) => void;
}

function Gate({ data, project, phase, onPhase }: Props) {
  const mayRecord = useMay("CONTRIBUTOR");
  const openRundown = (rundown: string) => location.assign(rundownPath(project.id, rundown));
  return (
    <div class="two send gate">
      <GateSheet data={data} project={project} phase={phase} asOf={formatDay(today())} />
      <aside class="side" aria-label="What to print">
        <label>
          Gate{" "}
          <select value={phase} onChange={({ currentTarget }) => onPhase(currentTarget.value as Phase)}>
            {(Object.entries(PHASE_LABELS) as [Phase, string][]).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <div class="stack">
          <button type="button" class="first" onClick={() => print()}>
            Print or save as PDF
          </button>
          <Link class="btn" href={projectPath(project.id)}>
            Back to the project
          </Link>
          {mayRecord && <ActionButtons actions={[holdRundown(project, phase, openRundown), recordConversation(project)]} />}
        </div>
      </aside>
    </div>
  );
}
