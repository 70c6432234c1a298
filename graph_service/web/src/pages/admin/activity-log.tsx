/** The log of changes, the latest first: when, what, who, and Undo for the reader's own changes. */
import { Fragment } from "preact";
import { Link, useLocation } from "wouter-preact";
import { useCaller, useMay } from "../../api/caller";
import { toRequestError, useQuery } from "../../api/graphql-client";
import { ActivityLogDocument, ActivityNamesDocument } from "../../generated/graphql";
import { formatTime } from "../../text/format";
import { Table } from "../../ui/lists/table";
import { PageTitle } from "../../ui/page-title";
import { QueryResult, Skeleton } from "../../ui/query-result";
import { showToast } from "../../ui/toast";
import { undoChange } from "../../ui/undo";
import { useParam } from "../../url/view-params";
import { undoLoggedImport } from "../import/import-client";
import {
  actionText,
  batchesOf,
  describe,
  type Entry,
  fieldText,
  type LoggedNodes,
  namedIds,
  nodeOf,
  onePerImport,
  readNodes,
  whoText,
} from "./activity-text";

const PAGE_SIZE = 50;

export function ActivityLog() {
  const mayCurate = useMay("CURATOR");
  const [before, setBefore] = useParam("before");
  const number = Number(before);
  const isLater = Number.isSafeInteger(number) && number > 0;
  const query = useQuery(ActivityLogDocument, { last: PAGE_SIZE, before: isLater ? number : null });
  return (
    <>
      <PageTitle>Activity</PageTitle>
      <p class="lead">
        {mayCurate ? "Every change to the organisation, its lessons and its reuses." : "Your changes. Curators see those of everybody."} You
        can undo your own changes for 24 hours, as long as nothing depends on them.
      </p>
      <QueryResult query={query}>
        {({ activity }) => (
          <>
            <Entries entries={[...activity].reverse()} />
            <nav class="pager" aria-label="Pages of the log">
              {isLater && (
                <button type="button" onClick={() => setBefore(undefined)}>
                  Latest
                </button>
              )}
              {(activity[0]?.seq ?? 1) > 1 && (
                <button type="button" onClick={() => setBefore(String(activity[0]?.seq))}>
                  Earlier
                </button>
              )}
            </nav>
          </>
        )}
      </QueryResult>
    </>
  );
}

function Entries({ entries }: { entries: readonly Entry[] }) {
  const me = useCaller()?.subject ?? "";
  const names = useQuery(ActivityNamesDocument, entries.length ? namedIds(entries) : undefined);
  const nodes = readNodes(names.data);
  if (entries.length && !names.data && !names.error) return <Skeleton />; // names, never ids that turn into names
  return (
    <Table
      caption="The latest first"
      file="activity"
      rows={onePerImport(entries)}
      emptyText="Nothing has been changed yet."
      columns={[
        {
          header: "When",
          value: ({ at }) => at,
          show: ({ at }) => <time dateTime={at}>{formatTime(new Date(at), new Date())}</time>,
        },
        {
          header: "What",
          value: (entry) => describe(entry, nodes),
          show: (entry) => <What entry={entry} nodes={nodes} batches={batchesOf(entry, entries)} />,
        },
        { header: "Who", value: (entry) => whoText(entry, me, nodes) },
        {
          header: "Undo",
          value: ({ undoable }) => (undoable ? "possible" : ""),
          show: (entry) =>
            entry.undoableImport ? (
              <UndoImport number={entry.undoableImport} />
            ) : (
              <Undo entry={entry} isMine={entry.callerSubject === me} nodes={nodes} />
            ),
        },
      ]}
    />
  );
}

function What({ entry, nodes, batches }: { entry: Entry; nodes: LoggedNodes; batches: number }) {
  const node = nodeOf(entry, nodes);
  return (
    <>
      {actionText(entry)}
      {batches > 1 && ` in ${batches} batches`}
      {node && (
        <>
          : <Link href={node.path}>{node.name}</Link>
        </>
      )}
      {!!entry.values?.length && <ChangedValues values={entry.values} />}
    </>
  );
}

function UndoImport({ number }: { number: number }) {
  const [, navigate] = useLocation();
  const start = async () => {
    try {
      navigate(`/import?job=${(await undoLoggedImport(number)).id}`);
    } catch (thrown) {
      showToast(`The import could not be undone. ${toRequestError(thrown).message}`);
    }
  };
  return (
    <button type="button" class="inline" aria-label={`Undo this import, number ${number}`} onClick={() => void start()}>
      Undo this import
    </button>
  );
}

function ChangedValues({ values }: { values: NonNullable<Entry["values"]> }) {
  return (
    <details>
      <summary>Before and after</summary>
      <dl>
        {values.map(({ name, before, after }) => (
          <Fragment key={name}>
            <dt>{fieldText(name)}</dt>
            <dd>
              <del>{before ?? "empty"}</del> <ins>{after ?? "empty"}</ins>
            </dd>
          </Fragment>
        ))}
      </dl>
    </details>
  );
}

function Undo({ entry, isMine, nodes }: { entry: Entry; isMine: boolean; nodes: LoggedNodes }) {
  const { seq, undoable, notUndoableBecause } = entry;
  if (!undoable) return isMine ? <span class="reason">{notUndoableBecause}</span> : null;
  const text = describe(entry, nodes);
  return (
    <button type="button" class="inline" aria-label={`Undo ${text}`} onClick={() => void undoChange(seq, `${text}.`)}>
      Undo
    </button>
  );
}
