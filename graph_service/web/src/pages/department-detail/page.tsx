/** A department: whether it is a silo and why, its exchange with others, its reuse over time and its lessons; beside them its people and projects. */

import { Link } from "wouter-preact";
import { useQuery } from "../../api/graphql-client";
import { OneDepartmentDocument, type OneDepartmentQuery } from "../../generated/graphql";
import { formatDate, plural } from "../../text/format";
import { siloEvidence, siloReason, verdictName } from "../../text/silo-sentences";
import { ExtraFields } from "../../ui/extra-fields";
import { LessonList } from "../../ui/lists/lesson-list";
import { NodeNotFound } from "../../ui/not-found";
import { PageTitle } from "../../ui/page-title";
import { QueryResult } from "../../ui/query-result";
import { evidenceLink } from "../../url/evidence-link";
import { networkTabPath, ofDepartment } from "../../url/network-tab";
import { departmentPath, lessonPath } from "../../url/paths";
import { sendPath } from "../../url/send-link";
import { useView } from "../../url/view-params";
import { Exchange } from "./exchange";
import { DepartmentSide } from "./side";
import { DepartmentTrend } from "./trend";

export type DepartmentData = NonNullable<OneDepartmentQuery["department"]>;
export type NetworkData = OneDepartmentQuery["network"];

export function DepartmentPage({ id }: { id: string }) {
  const { view } = useView();
  const query = useQuery(OneDepartmentDocument, { id, window: view.window ?? null });
  return (
    <QueryResult query={query}>
      {({ department, network, below }) =>
        department ? (
          <Department key={id} department={department} network={network} below={below.totalCount} />
        ) : (
          <NodeNotFound kind="Department" href="/departments" all="All departments" />
        )
      }
    </QueryResult>
  );
}

interface Props {
  department: DepartmentData;
  network: NetworkData;
  /** The people of the departments below. */
  below: number;
}

function Department({ department, network, below }: Props) {
  const { id, name, description, lessons, published, unused } = department;
  const hasPeople = department.members.totalCount > 0 || network.flow.cells.length > 0;
  return (
    <div class="two lesson-detail department-detail">
      <article>
        <Breadcrumbs department={department} />
        <PageTitle isNode>{name}</PageTitle>
        {description && <p class="lead">{description}</p>}
        {department.closedOn && <p class="note">{`This department was closed on ${formatDate(department.closedOn)}.`}</p>}
        {hasPeople ? (
          <>
            <SiloStatement id={id} silo={network.silos.find(({ group }) => group.id === id)} />
            <Exchange id={id} name={name} cells={network.flow.cells} />
          </>
        ) : (
          <p class="verdict">Nobody belongs to it directly. What was reused is on the pages of the departments below.</p>
        )}
        <DepartmentTrend id={id} />
        <div class="halves">
          <section aria-labelledby="newest">
            <h2 id="newest">Newest lessons</h2>
            <LessonList lessons={lessons.nodes.slice(0, MAX_LESSONS)} total={lessons.totalCount} emptyText="No lessons yet." />
            {lessons.totalCount > MAX_LESSONS && (
              <p>
                <Link href={`/lessons?in=${encodeURIComponent(id)}&span=all`}>All its published lessons</Link>
              </p>
            )}
          </section>
          <section aria-labelledby="unused">
            <h2 id="unused">{unusedTitle(unused.totalCount, published.totalCount)}</h2>
            <Unused department={department} />
            {unused.totalCount > MAX_LESSONS && (
              <p>
                <Link href={`/lessons?in=${encodeURIComponent(id)}&proven=never&span=all`}>
                  All its lessons that nobody else has reused yet
                </Link>
              </p>
            )}
          </section>
        </div>
        <ExtraFields fields={department.extra} />
      </article>
      <DepartmentSide department={department} below={below} />
    </div>
  );
}

const MAX_LESSONS = 8;

/** Retired lessons wait for nobody: both figures are of published ones. */
function unusedTitle(unused: number, published: number): string {
  if (!published) return "Not reused yet";
  return unused
    ? `${unused} of ${plural(published, "published lesson")} not reused by others yet`
    : "All published lessons were reused by others";
}

function Unused({ department: { unused, published } }: { department: DepartmentData }) {
  if (!unused.totalCount)
    return <p class="empty">{published.totalCount ? "Each of its lessons has been reused by somebody else." : "No published lessons."}</p>;
  return (
    <>
      <ul class="plain">
        {unused.nodes.slice(0, MAX_LESSONS).map(({ id, title, learnedOn }) => (
          <li key={id}>
            <Link href={lessonPath(id)}>{title}</Link> <span class="faint">{formatDate(learnedOn)}</span>
          </li>
        ))}
      </ul>
      {unused.totalCount > MAX_LESSONS && <p class="faint">{`The newest ${MAX_LESSONS} of ${unused.totalCount}.`}</p>}
    </>
  );
}

/** The departments above, from the top. */
function Breadcrumbs({ department: { ancestors } }: { department: DepartmentData }) {
  return (
    <p class="breadcrumbs">
      <Link href="/departments">Departments</Link>
      {[...ancestors].reverse().map(({ id, name }) => (
        <span key={id}>
          {" / "}
          <Link href={departmentPath(id)}>{name}</Link>
        </span>
      ))}
    </p>
  );
}

interface SiloProps {
  id: string;
  silo: NetworkData["silos"][number] | undefined;
}

/** The verdict as a tag, its reason, and what leads further. */
function SiloStatement({ id, silo }: SiloProps) {
  const { search } = useView();
  if (!silo)
    return (
      <p class="verdict">
        <span class="tag">Too few reuses to tell</span> Its people reused no lesson of somebody else in this period, or they are so few that
        they are counted together with other small departments.
      </p>
    );
  const isSilo = silo.verdict === "SILO";
  return (
    <div class="verdict">
      <p>
        <span class={isSilo ? "tag risk" : "tag"}>{verdictName(silo.verdict)}</span>{" "}
        {isSilo ? `${siloEvidence(silo)} ${plural(silo.people, "person", "people")} made them.` : siloReason(silo)}
      </p>
      <p class="row">
        <Link class="btn" href={evidenceLink(search, { reusedIn: id, kind: "others" })}>
          See the reuses
        </Link>
        <Link class="btn" href={networkTabPath(search, "silos")}>
          Compare with other departments
        </Link>
        {isSilo && (
          <>
            <Link class="btn" href={networkTabPath(search, "introductions", ofDepartment(id))}>
              Who should meet
            </Link>
            <Link class="btn" href={sendPath(search, ["silo"])}>
              Share as one page
            </Link>
          </>
        )}
      </p>
    </div>
  );
}
