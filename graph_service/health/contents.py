"""Checks the contents of the graph: the number of nodes, missing departments, impossible amounts, and relationships between the wrong labels."""

from typing import Any, LiteralString

from graph_service.analysis.facts.tables import POSSIBLE_COST, POSSIBLE_HOURS
from graph_service.domain.existence import count_nodes_by_label
from graph_service.graph import Graph
from graph_service.health.check import Check, State
from graph_service.model.relationships import RelationshipType

ADD_MEMBERSHIPS = (
    "Their people have no recorded membership on that day. Complete memberships.csv and import it again, or use moveMember with the right day. "
    "To list them in GraphiQL: lessons(where: {departments: {none: {}}}) and reuses(where: {scope: {eq: UNATTRIBUTED}})."
)
NODES_QUERY: LiteralString = """
RETURN COUNT { () } - COUNT { (:Migration) } AS nodes
"""
UNATTRIBUTED_QUERY: LiteralString = """
RETURN [
  ['lessons', COUNT { (lesson:Lesson) WHERE NOT EXISTS { (lesson)-[:LEARNED_IN]->() } }],
  ['reuses', COUNT { (reuse:Reuse {scope: 'UNATTRIBUTED'}) }]
] AS unattributed
"""

# With the limits of the columns `hours` and `cost` of the analysis.
IMPOSSIBLE_AMOUNTS: LiteralString = (
    "MATCH (node:Reuse)\n"
    "WHERE NOT " + POSSIBLE_HOURS + " OR NOT " + POSSIBLE_COST + "\n"
    "WITH node.id AS id ORDER BY id\n"
    "RETURN {count: count(id), first: head(collect(id))} AS reuses"
)


def relationship_counts_statement() -> LiteralString:
    """The statement that counts, for each relationship type, all its relationships, those with the right start and those with the right end.

    RETURN {
      PART_OF: [COUNT { ()-[:PART_OF]->() }, COUNT { (:Department)-[:PART_OF]->() }, COUNT { ()-[:PART_OF]->(:Department) }],
      ...
    } AS counts

    Neo4j keeps these counts: no relationship is read, however large the graph is. It keeps none for a type that is a parameter.
    """
    return "RETURN {\n" + ",\n".join(_counts_of(kind) for kind in RelationshipType) + "\n} AS counts"


def _counts_of(kind: RelationshipType) -> LiteralString:
    name, start, end = kind.value, kind.start.value, kind.end.value
    patterns = "()-[:" + name + "]->()", "(:" + start + ")-[:" + name + "]->()", "()-[:" + name + "]->(:" + end + ")"
    return name + ": [" + ", ".join("COUNT { " + pattern + " }" for pattern in patterns) + "]"


async def count_nodes(graph: Graph) -> int:
    """The number of nodes, without the records of migrations."""
    return await graph.read(NODES_QUERY)


async def check_contents(graph: Graph) -> list[Check]:
    """The number of nodes of each label. An empty graph is worth a note."""
    counts: dict[str, int] = {**await count_nodes_by_label(graph)}
    if not any(counts.values()):
        remedy = "Load your tables with `graph-service import DIR`, or the demonstration organisation with `graph-service seed`."
        return [Check("contents", State.NOTE, "The graph is empty.", remedy, counts)]
    summary = ", ".join(f"{label} {count:,}" for label, count in counts.items())
    return [Check("contents", State.OK, f"Nodes: {summary}.", figures=counts)]


async def check_departments(graph: Graph) -> list[Check]:
    """Lessons and reuses whose department is unknown. Answers about departments do not count them."""
    unattributed: dict[str, int] = dict(await graph.read(UNATTRIBUTED_QUERY))
    lessons, reuses = unattributed["lessons"], unattributed["reuses"]
    if not lessons and not reuses:
        return [Check("departments", State.OK, "Every lesson and every reuse has a department.", figures=unattributed)]
    message = f"The department of {lessons:,} lessons and of one side of {reuses:,} reuses is unknown: answers show them as unattributed."
    return [Check("departments", State.NOTE, message, ADD_MEMBERSHIPS, unattributed)]


async def check_amounts(graph: Graph) -> list[Check]:
    """Reports hours and costs of reuses beyond the limits of imports and commands. Network answers ignore them."""
    reuses: dict[str, Any] = await graph.read(IMPOSSIBLE_AMOUNTS)
    if not reuses["count"]:
        return [Check("amounts", State.OK, "The hours and costs of all reuses are possible.")]
    message = (
        f"{reuses['count']:,} reuses have impossible hours or costs, for example {reuses['first']!r}. Network answers ignore these values."
    )
    return [Check("amounts", State.WRONG, message, "Correct them with judgeReuse, or import reuses.csv with the correct values.")]


async def check_relationships(graph: Graph) -> list[Check]:
    """Relationships whose start or end node has the wrong label for their type."""
    statement = relationship_counts_statement()
    counts: dict[str, tuple[int, int, int]] = await graph.read(statement)
    misplaced = {kind: max(total - starts, total - ends) for kind in RelationshipType for total, starts, ends in [counts[kind]]}
    checks = [_misplaced(kind, count) for kind, count in misplaced.items() if count]
    return checks or [Check("relationships", State.OK, "Every relationship connects the right labels.")]


def _misplaced(kind: RelationshipType, count: int) -> Check:
    return Check(
        "relationships",
        State.WRONG,
        f"{count:,} {kind} relationships do not go from a {kind.start} to a {kind.end}: they were written by hand, and answers that "
        f"follow {kind} may be wrong.",
        f"Find them in Neo4j Browser: MATCH (a)-[r:{kind}]->(b) WHERE NOT (a:{kind.start} AND b:{kind.end}) RETURN a, r, b",
    )
