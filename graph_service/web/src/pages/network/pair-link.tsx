/** A number of reuses between two groups, with a link to them where both are single departments. */
import { Link } from "wouter-preact";
import { formatNumber } from "../../text/format";
import { evidenceLink } from "../../url/evidence-link";
import { useView } from "../../url/view-params";

interface Group {
  id: string;
  kind: string;
}

export function PairLink({ from, to, count }: { from: Group; to: Group; count: number }) {
  const { search, view } = useView();
  if (from.kind !== "DEPARTMENT" || to.kind !== "DEPARTMENT") return <>{formatNumber(count)}</>;
  const href = evidenceLink(search, { learnedIn: from.id, reusedIn: to.id, kind: "others", includeBelow: view.level !== undefined });
  return <Link href={href}>{formatNumber(count)}</Link>;
}
