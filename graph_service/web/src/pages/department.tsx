/** A department: its place in the organisation, its exchange with other departments, and its newest lessons. */

import { Fragment } from "preact";
import { Link } from "wouter-preact";
import { ActionButtons } from "../actions/action-buttons";
import { departmentActions } from "../actions/department-actions";
import { useQuery } from "../api/graphql-client";
import { OneDepartmentDocument, type OneDepartmentQuery } from "../generated/graphql";
import { formatDate, formatNumber, formatTimes } from "../text/format";
import { sum } from "../text/sentences";
import { siloReason, siloSentence, verdictName } from "../text/silo-sentences";
import { LessonList } from "../ui/lesson-list";
import { PageTitle } from "../ui/page-title";
import { QueryResult } from "../ui/query-result";
import { Table } from "../ui/table";
import { evidenceLink } from "../url/evidence-link";
import { departmentPath } from "../url/paths";
import { useView } from "../url/view-params";

type DepartmentData = NonNullable<OneDepartmentQuery["department"]>;
type NetworkData = OneDepartmentQuery["network"];

export function DepartmentPage({ id }: { id: string }) {
  const { view } = useView();
  const query = useQuery(OneDepartmentDocument, { id, window: view.window ?? null });
  return (
    <QueryResult query={query}>
      {({ department, network }) =>
        department ? <Department department={department} network={network} /> : <PageTitle>Department not found</PageTitle>
      }
    </QueryResult>
  );
}

function Department({ department, network }: { department: DepartmentData; network: NetworkData }) {
  const { id, name, description, ancestors, children, lessons } = department;
  const silo = network.silos.find(({ group }) => group.id === id);
  return (
    <>
      <PageTitle isNode>{name}</PageTitle>
      <p class="faint">
        <DepartmentLinks departments={[...ancestors].reverse()} separator=" › " />
      </p>
      {description && <p>{description}</p>}
      {department.closedOn && <p class="note">{`This department was closed on ${formatDate(department.closedOn)}.`}</p>}
      <ActionButtons actions={departmentActions(department)} />
      {silo && <p>{silo.verdict === "SILO" ? siloSentence(silo) : `${verdictName(silo.verdict)}: ${siloReason(silo)}`}</p>}
      {children.nodes.length > 0 && (
        <p>
          Departments below: <DepartmentLinks departments={children.nodes} separator=", " />
        </p>
      )}
      <Exchange
        id={id}
        name={name}
        cells={network.flow.cells.filter(({ from, to, observed }) => from.id !== to.id && (observed ?? 0) > 0)}
      />
      <section aria-labelledby="newest">
        <h2 id="newest">Newest lessons</h2>
        <LessonList lessons={lessons.nodes} total={lessons.totalCount} emptyText="No lessons yet." />
      </section>
    </>
  );
}

function DepartmentLinks({ departments, separator }: { departments: readonly { id: string; name: string }[]; separator: string }) {
  return (
    <>
      {departments.map(({ id, name }, index) => (
        <Fragment key={id}>
          {index > 0 && separator}
          <Link href={departmentPath(id)}>{name}</Link>
        </Fragment>
      ))}
    </>
  );
}

/** The reuses between the department and others. */
function Exchange({ id, name, cells }: { id: string; name: string; cells: NetworkData["flow"]["cells"] }) {
  const { search } = useView();
  const reusedByOthers = sum(cells.filter(({ from }) => from.id === id).map(({ observed }) => observed ?? 0));
  const reusedFromOthers = sum(cells.filter(({ to }) => to.id === id).map(({ observed }) => observed ?? 0));
  return (
    <section aria-labelledby="exchange">
      <h2 id="exchange">
        {cells.length
          ? `Other departments reused ${name}’s lessons ${formatTimes(reusedByOthers)}; ${name} reused theirs ${formatTimes(reusedFromOthers)}`
          : "Exchange with other departments"}
      </h2>
      <Table
        caption="Reuses between this department and others in this period, of lessons that somebody else had learned"
        file={`exchange-${id}`}
        rows={[...cells].sort((a, b) => (b.observed ?? 0) - (a.observed ?? 0))}
        emptyText="No reuses in this period, or the department has too few people to be shown on its own."
        columns={[
          { header: "Source department", value: ({ from }) => from.name },
          { header: "Reusing department", value: ({ to }) => to.name },
          {
            header: "Reuses",
            value: ({ observed }) => observed ?? null,
            show: ({ from, to, observed }) =>
              from.kind === "DEPARTMENT" && to.kind === "DEPARTMENT" ? (
                <Link href={evidenceLink(search, { learnedIn: from.id, reusedIn: to.id, kind: "others" })}>{formatNumber(observed)}</Link>
              ) : (
                formatNumber(observed)
              ),
          },
          { header: "Hours saved", value: ({ hoursSaved }) => hoursSaved ?? null, optional: true },
        ]}
      />
    </section>
  );
}
