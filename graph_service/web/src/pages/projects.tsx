/** Projects, the newest first. */
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { useView } from "../address";
import { useAnswer } from "../asking";
import { Finding, Leafing } from "../finding";
import { ProjectsDocument, type ProjectWhere } from "../generated/graphql";
import { Show } from "../state";
import { Table } from "../table";
import { Title } from "../title";
import { day } from "../words";

export const STATUS: Record<string, string> = { PLANNED: "planned", RUNNING: "running", CLOSED: "closed", CANCELLED: "cancelled" };

export function Projects() {
  const { view, search, set } = useView();
  const given = new URLSearchParams(search);
  const text = given.get("q") ?? "";
  const [after, setAfter] = useState<string[]>([]);
  const where: ProjectWhere = {
    ...(text ? { search: text } : {}),
    ...(view.topic ? { topics: { some: { id: { eq: view.topic } } } } : {}),
  };
  const answer = useAnswer(ProjectsDocument, { where, after: after.at(-1) ?? null });
  return (
    <>
      <Title>Projects</Title>
      <Finding
        label="Words in its name or summary"
        text={text}
        onFind={(q) => {
          setAfter([]);
          set({ q });
        }}
      />
      <Show answer={answer}>
        {({ projects: { nodes, pageInfo, totalCount } }) => (
          <>
            <Table
              caption={`${nodes.length} of ${totalCount}`}
              file="projects"
              rows={nodes}
              empty="There is no such project."
              columns={[
                { head: "Project", value: ({ name }) => name, show: ({ id, name }) => <Link href={`/projects/${encodeURIComponent(id)}`}>{name}</Link> },
                { head: "Owner", value: ({ owner }) => owner?.name ?? null },
                { head: "Stands", value: ({ status }) => STATUS[status] ?? status },
                { head: "Begun", value: ({ startedOn }) => startedOn ?? null, show: ({ startedOn }) => day(startedOn) },
                { head: "Lessons", value: ({ lessonsAggregate: { count } }) => count, hint: "What was learned on it" },
                { head: "Reuses", value: ({ reusesAggregate: { count } }) => count, hint: "How often it reused a lesson" },
              ]}
            />
            <Leafing pageInfo={pageInfo} after={after} onLeaf={setAfter} />
          </>
        )}
      </Show>
    </>
  );
}
