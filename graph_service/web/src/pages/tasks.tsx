/** Who was asked to look at which finding, since when, and whether it is done. */
import { Link } from "wouter-preact";
import { findingId } from "../actions/task-actions";
import { useMay } from "../api/caller";
import { useQuery } from "../api/graphql-client";
import { TasksDocument, type TasksQuery } from "../generated/graphql";
import { formatDay, plural } from "../text/format";
import { Pager } from "../ui/lists/pager";
import { Table } from "../ui/lists/table";
import { PageTitle } from "../ui/page-title";
import { QueryResult } from "../ui/query-result";
import { TaskButton } from "../ui/task-button";
import { findingPath } from "../url/finding-path";
import { usePage } from "../url/paging";
import { personPath } from "../url/paths";
import { useParam, useView } from "../url/view-params";

type Task = TasksQuery["tasks"]["nodes"][number];

const PAGE_SIZE = 50;
const SHOWN = { open: "Open", done: "Done", all: "All" } as const;
type Shown = keyof typeof SHOWN;

export function TasksPage() {
  const [param] = useParam("show");
  const { setParams } = useView();
  const show = (each: Shown) => setParams({ show: each === "open" ? undefined : each });
  const page = usePage(PAGE_SIZE);
  const shown: Shown = param && param in SHOWN ? (param as Shown) : "open";
  const where = shown === "all" ? null : { doneOn: { isNull: shown === "open" } };
  const query = useQuery(TasksDocument, { where, ...page });
  const mayCurate = useMay("CURATOR");
  return (
    <>
      <PageTitle>Tasks</PageTitle>
      <p class="lead">
        {mayCurate
          ? "Who was asked to look at which finding, and since when."
          : "Findings that you were asked to look at, or asked others to."}
      </p>
      <fieldset class="toggle">
        <legend class="visually-hidden">Which tasks are shown</legend>
        {(Object.keys(SHOWN) as Shown[]).map((each) => (
          <label key={each}>
            <input type="radio" name="show" checked={each === shown} onChange={() => show(each)} />
            <span>{SHOWN[each]}</span>
          </label>
        ))}
      </fieldset>
      <QueryResult query={query}>
        {({ tasks: { nodes, totalCount, pageInfo } }) => (
          <>
            <TaskTable tasks={nodes} count={totalCount} shown={shown} />
            <Pager pageInfo={pageInfo} shown={nodes.length} total={totalCount} />
          </>
        )}
      </QueryResult>
    </>
  );
}

function TaskTable({ tasks, count, shown }: { tasks: readonly Task[]; count: number; shown: Shown }) {
  const mayChange = useMay("CONTRIBUTOR");
  if (!tasks.length) return <NoTasks shown={shown} />;
  return (
    <Table
      caption={`${plural(count, "task")}, the latest first`}
      file="tasks"
      rows={tasks}
      columns={[
        {
          header: "Finding",
          value: ({ title }) => title,
          show: ({ title, finding, note }) => (
            <>
              <Link href={findingPath(findingId(finding), "")}>{title}</Link>
              {note && <p class="meta">{note}</p>}
            </>
          ),
        },
        {
          header: "State",
          value: ({ doneOn }) => (doneOn ? `done on ${doneOn}` : "open"),
          show: ({ id, title, doneOn }) => (
            <>
              {doneOn ? `Done on ${formatDay(doneOn)}` : "Open"}
              {mayChange && (
                <p class="change">
                  <TaskButton id={id} title={title} isDone={!!doneOn} />
                </p>
              )}
            </>
          ),
        },
        {
          header: "Who",
          value: ({ person }) => person.name,
          show: ({ person }) => <Link href={personPath(person.id)}>{person.name}</Link>,
        },
        { header: "Asked by", value: ({ askedBy }) => askedBy?.name ?? null, optional: true },
        { header: "Since", value: ({ askedOn }) => askedOn, show: ({ askedOn }) => formatDay(askedOn) },
      ]}
    />
  );
}

function NoTasks({ shown }: { shown: Shown }) {
  return (
    <p class="empty">
      {shown === "done" ? "No task has been done yet." : "Nobody has been asked to look at a finding yet."}{" "}
      {shown !== "done" && (
        <>
          Use “Assign” beside a finding on <Link href="/">the overview</Link>.
        </>
      )}
    </p>
  );
}
