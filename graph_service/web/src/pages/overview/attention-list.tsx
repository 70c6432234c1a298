/** What needs attention: each item with its kind, the finding, the evidence and what to do about it. */
import { Link } from "wouter-preact";
import { formatDay, plural } from "../../text/format";
import { showToast } from "../../ui/toast";
import { sendPath } from "../../url/send-link";
import { type AttentionItem, attentionItems, type Findings, limits } from "./attention";
import { findingKey, SNOOZE_DAYS, snooze, snoozed, wake } from "./snoozed";

interface Props {
  findings: Findings;
  /** The introductions arrive later than the rest. */
  isLoading: boolean;
  error: string | undefined;
}

export function AttentionList({ findings, isLoading, error }: Props) {
  const all = attentionItems(findings);
  const [items, asleep] = [all.filter((item) => !isSnoozed(item)), all.filter(isSnoozed)];
  const unknown = limits(findings.now);
  return (
    <>
      {!all.length && !isLoading && (
        <p class="empty">{`Nothing was found that needs attention${unknown.length ? ", as far as can be told" : " in this period"}.`}</p>
      )}
      <ol class="attention">
        {items.map((item) => (
          <Item key={item.id} item={item} search={findings.search} />
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
      {asleep.length > 0 && <Asleep items={asleep} />}
      {unknown.length > 0 && <p class="meta">{`${unknown.join(". ")}.`}</p>}
      <p class="meta">Risks first, then opportunities; each by the number of reuses concerned.</p>
    </>
  );
}

function isSnoozed(item: AttentionItem): boolean {
  return findingKey(item) in snoozed.value;
}

function Asleep({ items }: { items: readonly AttentionItem[] }) {
  const first = items.map((item) => snoozed.value[findingKey(item)] ?? "").sort()[0] ?? "";
  return (
    <p class="meta">
      {`${plural(items.length, "finding is", "findings are")} snoozed${items.length > 1 ? ", the first" : ""} until ${formatDay(first)}. `}
      <button type="button" class="quiet inline" onClick={() => wake(items)}>
        {items.length > 1 ? "Show them" : "Show it"}
      </button>
    </p>
  );
}

function Item({ item, search }: { item: AttentionItem; search: string }) {
  const { id, kind, note, isRisk, title, evidence, href, action } = item;
  const putAside = () => {
    snooze(item);
    showToast(`Snoozed for ${SNOOZE_DAYS} days in this browser.`, { name: "Undo", run: () => wake([item]), isUndo: true });
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
      </div>
      <div class="do">
        <Link class="btn" href={href} aria-label={`${action}: ${title}`}>
          {action}
        </Link>
        <p class="row">
          <Link class="btn quiet inline" href={sendPath(search, [id])} aria-label={`Send to somebody: ${title}`}>
            Send to …
          </Link>
          <button type="button" class="quiet inline" aria-label={`Snooze: ${title}`} onClick={putAside}>
            Snooze
          </button>
        </p>
      </div>
    </li>
  );
}
