/** What is waiting for the reader, by kind, longest wait first. Each item is done in place, and can be undone. */
import { Link } from "wouter-preact";
import { useCaller } from "../../api/caller";
import { useQuery } from "../../api/graphql-client";
import { InboxDocument, type InboxKind, type InboxQuery } from "../../generated/graphql";
import { INBOX_KIND_LABELS } from "../../text/enum-labels";
import { capitalized, plural } from "../../text/format";
import { RoleMissing } from "../../ui/forms/form-field";
import { useInboxOwner } from "../../ui/inbox-owner";
import { PageTitle } from "../../ui/page-title";
import { useProfile } from "../../ui/profile";
import { QueryResult } from "../../ui/query-result";
import { WhoIAm } from "../../ui/who-i-am";
import { InboxItem } from "./item";
import { useFocusAfterDone } from "./use-focus-after-done";

type Inbox = InboxQuery["inbox"];
type Section = Inbox["sections"][number];

const FIRST = 20; // items of each kind
const REPEAT: InboxKind[] = ["REPEAT"];
const OTHERS = (Object.keys(INBOX_KIND_LABELS) as InboxKind[]).filter((kind) => kind !== "REPEAT");

/** What is shown besides the number of items of a kind. */
const EXPLANATIONS: Readonly<Record<InboxKind, string>> = {
  DRAFT: "Submit a draft when others can understand it.",
  RETURNED: "A reviewer asks something before the lesson is published.",
  REVIEW: "Publish the lesson, or return it with a question.",
  JUDGE: "Say whether the lesson helped.",
  CONFIRM: "You worked on the project at that time: confirm that the lesson was used.",
  REPEAT: "Two lessons have similar texts, and you are an author of one of them: is it the same problem?",
  POSTPONED: "Your project wanted to decide on the lesson in the phase that has come.",
  GATE: "What your project needs before it continues.",
  TASK: "Somebody asked you to look at the finding.",
};

export function InboxPage() {
  const caller = useCaller();
  const owner = useInboxOwner();
  const { person } = useProfile();
  const query = useQuery(InboxDocument, owner && { ...owner, kinds: OTHERS, first: FIRST });
  const repeats = useQuery(InboxDocument, owner && { ...owner, kinds: REPEAT, first: FIRST });
  return (
    <>
      <PageTitle>Inbox</PageTitle>
      {caller?.role !== "READER" ? (
        <>
          <p class="lead">What is waiting for you, longest wait first.</p>
          {caller && !person && (
            <div class="note form">
              <p>Enter your name, or sign in, to see what is waiting for you.</p>
              <WhoIAm />
            </div>
          )}
          <QueryResult query={query}>
            {({ inbox }) => <Sections inbox={inbox} repeats={repeats.data?.inbox} isKnown={!!person} />}
          </QueryResult>
        </>
      ) : (
        <RoleMissing needed="contributor">You can read everything, but nothing is waiting for you.</RoleMissing>
      )}
    </>
  );
}

function Sections({ inbox, repeats, isKnown }: { inbox: Inbox; repeats: Inbox | undefined; isKnown: boolean }) {
  const sections = [...inbox.sections, ...(repeats?.sections ?? [])].filter(({ totalCount }) => totalCount > 0);
  const list = useFocusAfterDone(sections.flatMap(({ items }) => items.map(({ key }) => key)));
  if (!sections.length)
    return isKnown ? (
      <p class="empty">
        Nothing is waiting for you. <Link href="/lessons">Find a lesson</Link> that your project can use, or capture one that you learned.
      </p>
    ) : null;
  return (
    <div ref={list}>
      {sections.map((section) => (
        <InboxSection key={section.kind} section={section} />
      ))}
    </div>
  );
}

function InboxSection({ section: { kind, totalCount, items } }: { section: Section }) {
  const heading = `inbox-${kind.toLowerCase()}`;
  return (
    <section aria-labelledby={heading} class="inbox">
      <h2 id={heading}>{`${capitalized(INBOX_KIND_LABELS[kind])}: ${totalCount}`}</h2>
      <p class="meta">{EXPLANATIONS[kind]}</p>
      <ol class="rows">
        {items.map((item) => (
          <InboxItem key={item.key} item={item} />
        ))}
      </ol>
      {totalCount > items.length && (
        <p class="faint">{`The ${plural(items.length, "item")} that have waited longest, of ${totalCount}.`}</p>
      )}
    </section>
  );
}
