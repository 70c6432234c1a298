/** What needs attention: each item with its kind, the finding, the evidence and one action. */
import { Link } from "wouter-preact";
import { type AttentionItem, attentionItems, type Findings, limits } from "./attention";

interface Props {
  findings: Findings;
  /** The introductions arrive later than the rest. */
  isLoading: boolean;
  error: string | undefined;
}

export function AttentionList({ findings, isLoading, error }: Props) {
  const items = attentionItems(findings);
  const unknown = limits(findings.now);
  return (
    <>
      {!items.length && !isLoading && (
        <p class="empty">{`Nothing was found that needs attention${unknown.length ? ", as far as can be told" : " in this period"}.`}</p>
      )}
      <ol class="attention">
        {items.map((item) => (
          <Item key={item.id} item={item} />
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
      {unknown.length > 0 && <p class="meta">{`${unknown.join(". ")}.`}</p>}
      <p class="meta">Risks first, then opportunities; each by the number of reuses concerned.</p>
    </>
  );
}

function Item({ item: { kind, note, isRisk, title, evidence, href, action } }: { item: AttentionItem }) {
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
      </div>
    </li>
  );
}
