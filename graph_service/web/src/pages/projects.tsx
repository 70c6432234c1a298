/** Projects, the newest first. */
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { useView } from "../address";
import { useAnswer } from "../asking";
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
  const [typed, setTyped] = useState(text);
  const [after, setAfter] = useState<string[]>([]);
  const where: ProjectWhere = {
    ...(text ? { search: text } : {}),
    ...(view.topic ? { topics: { some: { id: { eq: view.topic } } } } : {}),
  };
  const answer = useAnswer(ProjectsDocument, { where, after: after.at(-1) ?? null });
  return (
    <>
      <Title>Projects</Title>
      <form
        class="ask"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          setAfter([]);
          set({ q: typed.trim() || undefined });
        }}
      >
        <label class="wide-field">
          <span>Words in its name or summary</span>
          <input type="search" value={typed} onInput={({ currentTarget }) => setTyped(currentTarget.value)} />
        </label>
        <button type="submit">Find</button>
      </form>
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
            <p class="pager">
              {after.length > 0 && (
                <button type="button" onClick={() => setAfter(after.slice(0, -1))}>
                  Newer
                </button>
              )}
              {pageInfo.hasNextPage && pageInfo.endCursor && (
                <button type="button" onClick={() => setAfter([...after, pageInfo.endCursor as string])}>
                  Older
                </button>
              )}
            </p>
          </>
        )}
      </Show>
    </>
  );
}
