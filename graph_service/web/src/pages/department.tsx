/** What a department gives and takes, and its newest lessons. */
import { Link } from "wouter-preact";
import { useAnswer } from "../api/graphql-client";
import { OneDepartmentDocument } from "../generated/graphql";
import { number, plural } from "../text/format";
import { siloSentence, sum } from "../text/sentences";
import { LessonList } from "../ui/lists";
import { Title } from "../ui/page-title";
import { Show } from "../ui/query-result";
import { Table } from "../ui/table";
import { behind } from "../url/evidence-link";
import { useView } from "../url/view-params";

export function Department({ id }: { id: string }) {
  const { view, search } = useView();
  const answer = useAnswer(OneDepartmentDocument, { id, window: view.window ?? null });
  return (
    <Show answer={answer}>
      {({ department, network }) => {
        if (!department) return <Title>There is no such department</Title>;
        const cells = network.flow.cells.filter(({ from, to }) => from.id !== to.id);
        const gave = cells.filter(({ from }) => from.id === id),
          took = cells.filter(({ to }) => to.id === id);
        const silo = network.silos.find(({ group }) => group.id === id);
        return (
          <>
            <Title>{department.name}</Title>
            <p class="faint">
              {[...department.ancestors].reverse().map((one, at) => (
                <span key={one.id}>
                  {at > 0 && " › "}
                  <Link href={`/departments/${encodeURIComponent(one.id)}`}>{one.name}</Link>
                </span>
              ))}
            </p>
            {department.description && <p>{department.description}</p>}
            {silo?.verdict === "SILO" && <p>{siloSentence(silo)}</p>}
            {department.children.nodes.length > 0 && (
              <p>
                Below it:{" "}
                {department.children.nodes.map((one, at) => (
                  <span key={one.id}>
                    {at > 0 && ", "}
                    <Link href={`/departments/${encodeURIComponent(one.id)}`}>{one.name}</Link>
                  </span>
                ))}
              </p>
            )}
            <section aria-labelledby="exchange">
              <h2 id="exchange">
                {cells.length
                  ? `It gave for ${plural(sum(gave.map(({ reuses }) => reuses)), "reuse")} elsewhere, and took ${number(sum(took.map(({ reuses }) => reuses)))}`
                  : "What it gave and took"}
              </h2>
              <Table
                caption="Reuses between it and others, in the time looked at"
                file={`exchange-${id}`}
                rows={[...cells].sort((one, other) => other.reuses - one.reuses)}
                empty="Nothing in this time, or it has too few people to be shown by itself."
                columns={[
                  { head: "Learned in", value: ({ from }) => from.name },
                  { head: "Reused in", value: ({ to }) => to.name },
                  {
                    head: "Reuses",
                    value: ({ reuses }) => reuses,
                    show: ({ from, to, reuses }) =>
                      from.kind === "DEPARTMENT" && to.kind === "DEPARTMENT" ? (
                        <Link href={behind(search, { learned: from.id, made: to.id })}>{number(reuses)}</Link>
                      ) : (
                        number(reuses)
                      ),
                  },
                  { head: "Hours saved", value: ({ hoursSaved }) => hoursSaved ?? null, optional: true },
                ]}
              />
            </section>
            <section aria-labelledby="newest">
              <h2 id="newest">Its newest lessons</h2>
              <LessonList
                lessons={department.lessons.nodes}
                total={department.lessons.totalCount}
                nothing="Nothing was learned here yet."
              />
            </section>
          </>
        );
      }}
    </Show>
  );
}
