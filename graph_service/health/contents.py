"""What is in the graph, and whether it is as the model says: the doctor's part that knows the PMO's nouns."""

from typing import LiteralString

from graph_service.graph import Graph
from graph_service.health.check import Check, State
from graph_service.model.relationships import RelationshipType

COMPLETE = (
    "They are those whose people belonged to no department on that day, as far as is known. Complete memberships.csv and import it again, or use moveMember with the right day. "
    "GraphiQL lists them: lessons(where: {departments: {none: {}}}) and reuses(where: {scope: {eq: UNATTRIBUTED}})."
)
# Read from the counts that Neo4j keeps: no node is touched, however large the graph is.
COUNTS_QUERY: LiteralString = """
RETURN [
  ['Department', COUNT { (:Department) }],
  ['Person', COUNT { (:Person) }],
  ['Project', COUNT { (:Project) }],
  ['Topic', COUNT { (:Topic) }],
  ['Lesson', COUNT { (:Lesson) }],
  ['Reuse', COUNT { (:Reuse) }],
  ['Rundown', COUNT { (:Rundown) }],
  ['Activity', COUNT { (:Activity) }]
] AS counts
"""
NODES_QUERY: LiteralString = """
RETURN COUNT { () } - COUNT { (:Migration) } AS nodes
"""
UNATTRIBUTED_QUERY: LiteralString = """
RETURN [
  ['lessons', COUNT { (lesson:Lesson) WHERE NOT EXISTS { (lesson)-[:LEARNED_IN]->() } }],
  ['reuses', COUNT { (reuse:Reuse {scope: 'UNATTRIBUTED'}) }]
] AS unattributed
"""


def ends_statement() -> LiteralString:
    """The statement that counts, for each relationship type, all its relationships, those with the right start and those with the right end.

    RETURN {
      PART_OF: [COUNT { ()-[:PART_OF]->() }, COUNT { (:Department)-[:PART_OF]->() }, COUNT { ()-[:PART_OF]->(:Department) }],
      ...
    } AS counts

    Neo4j keeps these counts: no relationship is read, however large the graph is. It keeps none for a type that is a parameter.
    """
    return "RETURN {\n" + ",\n".join(_ends_of(each) for each in RelationshipType) + "\n} AS counts"


def _ends_of(kind: RelationshipType) -> LiteralString:
    name, start, end = kind.value, kind.start.value, kind.end.value
    patterns = "()-[:" + name + "]->()", "(:" + start + ")-[:" + name + "]->()", "()-[:" + name + "]->(:" + end + ")"
    return name + ": [" + ", ".join("COUNT { " + pattern + " }" for pattern in patterns) + "]"


async def count_nodes(graph: Graph) -> int:
    """How many nodes there are, the records of migrations apart."""
    return await graph.read(NODES_QUERY)


async def check_contents(graph: Graph) -> list[Check]:
    """What is in the graph. An empty one is worth a note."""
    counts: dict[str, int] = dict(await graph.read(COUNTS_QUERY))
    if not any(counts.values()):
        todo = "Load your tables with `graph-service import DIR`, or the demonstration organisation with `graph-service seed`."
        return [Check("contents", State.NOTE, "The graph is empty.", todo, counts)]
    found = ", ".join(f"{label} {count:,}" for label, count in counts.items())
    return [Check("contents", State.OK, f"In the graph: {found}.", figures=counts)]


async def check_departments(graph: Graph) -> list[Check]:
    """Lessons and reuses for which no department is known: they count in none of the answers about departments."""
    unattributed: dict[str, int] = dict(await graph.read(UNATTRIBUTED_QUERY))
    lessons, reuses = unattributed["lessons"], unattributed["reuses"]
    if not lessons and not reuses:
        return [Check("departments", State.OK, "Every lesson and every reuse has its department.", figures=unattributed)]
    found = f"No department is known for {lessons:,} lessons, nor for one side of {reuses:,} reuses: answers show them as unattributed."
    return [Check("departments", State.NOTE, found, COMPLETE, unattributed)]


async def check_relationships(graph: Graph) -> list[Check]:
    """Relationships whose ends do not have the labels of their type."""
    statement = ends_statement()
    counts: dict[str, tuple[int, int, int]] = await graph.read(statement)
    misplaced = {kind: max(total - starts, total - ends) for kind in RelationshipType for total, starts, ends in [counts[kind]]}
    found = [_misplaced(kind, count) for kind, count in misplaced.items() if count]
    return found or [Check("relationships", State.OK, "Every relationship joins the labels of its type.")]


def _misplaced(kind: RelationshipType, count: int) -> Check:
    return Check(
        "relationships",
        State.WRONG,
        f"{count:,} {kind} relationships do not go from a {kind.start} to a {kind.end}: they were written by hand, and answers that "
        f"follow {kind} may be wrong.",
        f"Find them in Neo4j Browser: MATCH (a)-[r:{kind}]->(b) WHERE NOT (a:{kind.start} AND b:{kind.end}) RETURN a, r, b",
    )
