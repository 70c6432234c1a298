/** Departments that neither reused a lesson of others nor had one reused, by what could be done about it; and what the picture leaves out. */
import { Fragment } from "preact";
import { Link } from "wouter-preact";
import type { SilosQuery } from "../../generated/graphql";
import { plural } from "../../text/format";
import { departmentPath } from "../../url/paths";
import { isWithoutExchange } from "./exchange";

type Department = SilosQuery["departments"]["nodes"][number];

export function WithoutExchange({ data: { network, departments } }: { data: SilosQuery }) {
  const none = departments.nodes.filter(isWithoutExchange(network.flow, departments.nodes));
  const withLessons = none.filter(({ lessonsAggregate }) => lessonsAggregate.count > 0);
  const withPeople = none.filter(({ lessonsAggregate, membersAggregate }) => !lessonsAggregate.count && membersAggregate.count > 0);
  const empty = none.filter(({ lessonsAggregate, membersAggregate }) => !lessonsAggregate.count && !membersAggregate.count);
  const unread = departments.totalCount - departments.nodes.length;
  return (
    <section class="none" aria-labelledby="none">
      <h2 id="none">{none.length ? `${plural(none.length, "department")} without any exchange` : "Departments without any exchange"}</h2>
      <div>
        {!none.length && <p>None.</p>}
        <Row
          title="Have lessons, but no exchange"
          departments={withLessons}
          detail={({ lessonsAggregate }) => ` (${plural(lessonsAggregate.count, "lesson")})`}
        />
        <Row title="Have people, but no lesson" departments={withPeople} />
        <Row title="Have no people" departments={empty} />
        {unread > 0 && <p>{`${plural(unread, "more department was", "more departments were")} not examined.`}</p>}
      </div>
    </section>
  );
}

function Row({
  title,
  departments,
  detail,
}: {
  title: string;
  departments: readonly Department[];
  detail?: (department: Department) => string;
}) {
  if (!departments.length) return null;
  return (
    <p>
      <b>{`${title} (${departments.length}): `}</b>
      {departments.map((department, index) => (
        <Fragment key={department.id}>
          {index > 0 && ", "}
          <Link href={departmentPath(department.id)}>{department.name}</Link>
          {detail?.(department)}
        </Fragment>
      ))}
    </p>
  );
}
