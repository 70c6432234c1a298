/** What an import changes, or changed: counts, changed values, and rows with faults. */
import { formatNumber, plural } from "../../text/format";
import { type Column, Table } from "../../ui/lists/table";
import type { Change, FaultyRow, Notice, Review, Rows, TableCount } from "./import-client";
import { fieldText, isUnread, nounText } from "./import-texts";

const COUNTS: readonly Column<TableCount>[] = [
  { header: "What", value: ({ table }) => fieldText(nounText(table)) },
  { header: "New", value: (count) => count.new },
  { header: "Changed", value: ({ changed }) => changed },
  { header: "Unchanged", value: ({ unchanged }) => unchanged },
  { header: "Refused rows", value: ({ refused }) => refused },
];
const CHANGES: readonly Column<Change>[] = [
  { header: "What", value: ({ table, id }) => `${nounText(table, 1)} ${id}` },
  { header: "Field", value: ({ field }) => fieldText(field) },
  { header: "Now", value: ({ old }) => old },
  { header: "Then", value: (change) => change.new },
];

export function Outcome({ review, isDone }: { review: Review; isDone: boolean }) {
  const { counts, changes = [], emptied = [], refused, incomplete, unattributed, warnings } = review;
  if (!counts) return null;
  const title = isDone ? "What was imported" : "What would change";
  return (
    <section class="first" aria-labelledby="outcome">
      <h2 id="outcome">{title}</h2>
      <Table caption="Rows by kind" columns={COUNTS} rows={counts} file="import" hasDownload={false} />
      <FaultyRows
        title={isDone ? "Refused" : "Would be refused"}
        rows={refused}
        lead="All faults of each row. The other rows are imported."
      />
      <FaultyRows
        title={isDone ? "Imported without a value" : "Would be imported without a value"}
        rows={incomplete}
        lead="These rows are imported without the values listed here."
      />
      <FaultyRows
        title="Counted for no department"
        rows={unattributed}
        lead="These rows are imported, but the lesson counts for no department."
      />
      {changes.length > 0 && <Table caption="Values that change" columns={CHANGES} rows={changes} first={10} file="import-changes" />}
      {emptied.length > 0 && <Table caption="Values that are removed" columns={CHANGES} rows={emptied} first={10} file="import-emptied" />}
      <FaultyRows title="Please check" rows={warnings} lead="These rows are imported." />
    </section>
  );
}

const ROWS: readonly Column<FaultyRow>[] = [
  { header: "Row", value: ({ file, line }) => `${file}, line ${line}` },
  {
    header: "What is wrong",
    value: ({ faults }) => faults.map(faultText).join("; "),
    show: ({ faults }) => (
      <ul class="faults">
        {faults.map((fault, index) => (
          <li key={index}>{faultText(fault)}</li>
        ))}
      </ul>
    ),
  },
];

function faultText({ field, value, rule }: FaultyRow["faults"][number]): string {
  return field ? `${field} is ${value ? `“${value}”` : "empty"}: ${rule}` : rule;
}

function FaultyRows({ title, rows, lead }: { title: string; rows: Rows | undefined; lead: string }) {
  if (!rows?.count) return null;
  return (
    <>
      <h3>{`${title}: ${plural(rows.count, "row")}`}</h3>
      <p class="meta">{rows.count > rows.rows.length ? `${lead} The first ${formatNumber(rows.rows.length)} are listed.` : lead}</p>
      <Table caption={title} columns={ROWS} rows={rows.rows} first={10} file={`import-${title.toLowerCase().replaceAll(" ", "-")}`} />
    </>
  );
}

/** What is not imported, whole files and sheets included. */
export function Unread({ notices }: { notices: readonly Notice[] }) {
  const unread = notices.filter(isUnread);
  if (!unread.length) return null;
  return (
    <section class="first" aria-labelledby="unread">
      <h2 id="unread">What was not read</h2>
      <Notices notices={unread} />
    </section>
  );
}

export function Notices({ notices }: { notices: readonly Notice[] }) {
  return (
    <ul class="plain notices">
      {notices.map(({ kind, place, text, value }, index) => (
        <li key={index}>
          {kind === "fault" && <span class="tag risk">not read</span>} {`${place}: ${text}`}
          {value && !text.includes(value) && `: “${value}”`}
        </li>
      ))}
    </ul>
  );
}
