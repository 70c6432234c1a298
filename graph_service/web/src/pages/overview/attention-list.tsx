/** What needs attention: each item with its kind, the finding, the evidence and what to do about it. */
import { Link } from "wouter-preact";
import { ActionButtons } from "../../actions/action-buttons";
import { assignFinding, FINDINGS } from "../../actions/task-actions";
import { useMay } from "../../api/caller";
import { useQuery } from "../../api/graphql-client";
import { TasksDocument, type TasksQuery } from "../../generated/graphql";
import { formatDay, plural } from "../../text/format";
import { showToast } from "../../ui/toast";
import { sendPath } from "../../url/send-link";
import { type AttentionItem, attentionItems, type Findings, limits } from "./attention";
import { findingKey, SNOOZE_DAYS, snooze, snoozed, unsnooze } from "./snoozed";

type OpenTask = TasksQuery["tasks"]["nodes"][number];

interface Props {
  findings: Findings;
  /** The introductions arrive later than the rest. */
  isLoading: boolean;
  error: string | undefined;
}

export function AttentionList({ findings, isLoading, error }: Props) {
  const all = attentionItems(findings);
  const [items, snoozedItems] = [all.filter((item) => !isSnoozed(item)), all.filter(isSnoozed)];
  const unknown = limits(findings.now);
  const mayAsk = useMay("CONTRIBUTOR");
  const tasks = useOpenTasks(mayAsk);
  return (
    <>
      {!all.length && !isLoading && (
        <p class="empty">{`Nothing was found that needs attention${unknown.length ? ", as far as can be told" : " in this period"}.`}</p>
      )}
      <ol class="attention">
        {items.map((item) => (
          <Item key={item.id} item={item} search={findings.search} tasks={tasks} />
        ))}
        {isLoading && (
          <li class="chance loading">
            <p class="faint" role="status">
              Looking for people who should meet …
            </p>
          </li>
        )}
      </ol>
      {error && <p role="alert">{error}</p>}
      {snoozedItems.length > 0 && <SnoozedItems items={snoozedItems} />}
      {unknown.length > 0 && <p class="meta">{`${unknown.join(". ")}.`}</p>}
      {all.length > 1 && <p class="meta">Risks first, then opportunities; each by the number of reuses concerned.</p>}
      {mayAsk && (
        <p class="meta">
          <Link href="/tasks">{tasks.length ? `${plural(tasks.length, "open task")}: who looks at what` : "Tasks: who looks at what"}</Link>
        </p>
      )}
    </>
  );
}

function isSnoozed(item: AttentionItem): boolean {
  return findingKey(item) in snoozed.value;
}

function SnoozedItems({ items }: { items: readonly AttentionItem[] }) {
  const first = items.map((item) => snoozed.value[findingKey(item)] ?? "").sort()[0] ?? "";
  return (
    <p class="meta">
      {`${plural(items.length, "finding is", "findings are")} snoozed${items.length > 1 ? ", the first" : ""} until ${formatDay(first)}. `}
      <button type="button" class="quiet inline" onClick={() => unsnooze(items)}>
        {items.length > 1 ? "Show them" : "Show it"}
      </button>
    </p>
  );
}

const MAX_TASKS = 100;

/** The open tasks that the reader may see; none until they are known. */
function useOpenTasks(mayAsk: boolean): readonly OpenTask[] {
  const { data } = useQuery(
    TasksDocument,
    mayAsk ? { where: { doneOn: { isNull: true } }, first: MAX_TASKS, last: null, after: null, before: null } : undefined,
  );
  return data?.tasks.nodes ?? [];
}

/** "Ana Ruiz was asked on 3 March 2026" */
function askedText(tasks: readonly OpenTask[]): string {
  return tasks.map(({ person, askedOn }) => `${person.name} was asked on ${formatDay(askedOn)}`).join("; ");
}

function Item({ item, search, tasks }: { item: AttentionItem; search: string; tasks: readonly OpenTask[] }) {
  const { id, kind, note, isRisk, title, evidence, href, action } = item;
  const asked = tasks.filter(({ finding }) => finding === FINDINGS[id]);
  const snoozeWithUndo = () => {
    snooze(item);
    showToast(`Snoozed for ${SNOOZE_DAYS} days in this browser.`, { name: "Undo", run: () => unsnooze([item]), isUndo: true });
  };
  return (
    <li class={isRisk ? "risk" : "chance"}>
      <div>
        <p class="meta">
          <b class="kind">{kind}</b>
          {note && ` · ${note}`}
        </p>
        <h3>
          <Link href={href}>{title}</Link>
        </h3>
        <p>{evidence}</p>
        {asked.length > 0 && (
          <p class="meta">
            <Link href="/tasks">{askedText(asked)}</Link>
          </p>
        )}
      </div>
      <div class="do">
        <Link class="btn" href={href} aria-label={`${action}: ${title}`}>
          {action}
        </Link>
        <div class="row">
          <ActionButtons actions={[assignFinding(item)]} buttonClass="quiet inline" label={() => `Assign: ${title}`} />
          <Link class="btn quiet inline" href={sendPath(search, [id])} aria-label={`Send to somebody: ${title}`}>
            Send to …
          </Link>
          <button type="button" class="quiet inline" aria-label={`Snooze: ${title}`} onClick={snoozeWithUndo}>
            Snooze
          </button>
        </div>
      </div>
    </li>
  );
}
