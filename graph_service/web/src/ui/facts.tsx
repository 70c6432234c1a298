/** Facts of a node beside its page: a name and a value each. */
import { type ComponentChildren, Fragment } from "preact";
import { Link } from "wouter-preact";

/** The name of a fact, and its value; facts without a value are left out. */
export type Fact = [string, ComponentChildren];

/** Nothing if no fact has a value. */
export function FactList({ facts }: { facts: readonly Fact[] }) {
  const known = facts.filter(([, value]) => value);
  if (!known.length) return null;
  return (
    <dl class="facts">
      {known.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

/** Links to nodes: "A, B, C"; no value if there are none. */
export function joinLinks(nodes: readonly { id: string; name: string }[], pathOf: (id: string) => string): ComponentChildren {
  return (
    nodes.length > 0 &&
    nodes.map(({ id, name }, index) => (
      <Fragment key={id}>
        {index > 0 && ", "}
        <Link href={pathOf(id)}>{name}</Link>
      </Fragment>
    ))
  );
}
