/** People: the directory, and the search for an expert. */
import { Link } from "wouter-preact";
import { useView } from "../../url/view-params";
import { PeopleDirectory } from "./directory";
import { Experts } from "./experts";

const TABS = [
  [undefined, "/people", "All people"],
  ["expert", "/people?find=expert", "Find an expert"],
] as const;

export function PeoplePage() {
  const { search } = useView();
  const find = new URLSearchParams(search).get("find") ?? undefined;
  return (
    <>
      <nav class="tabs" aria-label="People">
        {TABS.map(([value, href, name]) => (
          <Link key={href} href={href} aria-current={value === find ? "page" : undefined}>
            {name}
          </Link>
        ))}
      </nav>
      {find === "expert" ? <Experts /> : <PeopleDirectory />}
    </>
  );
}
