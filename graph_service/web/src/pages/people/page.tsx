/** People: the directory, and the search for an expert. */
import { Link } from "wouter-preact";
import { Tabs } from "../../ui/tabs";
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
      <Tabs label="People" current={find ?? ""}>
        {TABS.map(([value, href, name]) => (
          <Link key={href} href={href} aria-current={value === find ? "page" : undefined}>
            {name}
          </Link>
        ))}
      </Tabs>
      {find === "expert" ? <Experts /> : <PeopleDirectory />}
    </>
  );
}
