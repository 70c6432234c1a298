/** The link to the inbox, with the number of items that wait in it. */
import { Link } from "wouter-preact";
import { useQuery } from "../api/graphql-client";
import { InboxCountDocument } from "../generated/graphql";
import { plural } from "../text/format";
import { useInboxOwner } from "../ui/inbox-owner";
import { Icon } from "./icons";

const MOST = 99; // a larger number has no room in the bar

export function InboxLink({ isCurrent }: { isCurrent: boolean }) {
  const owner = useInboxOwner();
  const { data } = useQuery(InboxCountDocument, owner);
  if (!owner) return null;
  const count = data?.inboxCount ?? 0;
  const label = count ? `Inbox: ${plural(count, "item waits", "items wait")}` : "Inbox";
  return (
    <Link class="inbox-link" href="/inbox" aria-label={label} title={label} aria-current={isCurrent ? "page" : undefined}>
      <Icon name="inbox" />
      {count > 0 && <span class="count">{count > MOST ? `${MOST}+` : count}</span>}
    </Link>
  );
}
