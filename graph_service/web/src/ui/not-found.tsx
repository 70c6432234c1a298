/** The page of a node that does not exist, or that the reader may not read. */
import { Link } from "wouter-preact";
import { PageTitle } from "./page-title";

/** `all`: the link to the list where the reader can look for it, such as "All people". */
export function NodeNotFound({ kind, href, all }: { kind: string; href: string; all: string }) {
  return (
    <>
      <PageTitle>{`${kind} not found`}</PageTitle>
      <p>
        <Link href={href}>{all}</Link>
      </p>
    </>
  );
}
