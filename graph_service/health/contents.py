"""What is in the graph, and whether it is as the model says: the doctor's part that knows the PMO's nouns."""

from typing import Any, LiteralString

from graph_service.graph import Graph
from graph_service.health.check import Check, State

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
# A type whose relationships all start at its label has as many of them as start there; likewise for the end.
ENDS_QUERY: LiteralString = """
RETURN [
  ['Department', 'PART_OF', 'Department', COUNT { ()-[:PART_OF]->() }, COUNT { (:Department)-[:PART_OF]->() }, COUNT { ()-[:PART_OF]->(:Department) }],
  ['Topic', 'BROADER', 'Topic', COUNT { ()-[:BROADER]->() }, COUNT { (:Topic)-[:BROADER]->() }, COUNT { ()-[:BROADER]->(:Topic) }],
  ['Person', 'MEMBER_OF', 'Department', COUNT { ()-[:MEMBER_OF]->() }, COUNT { (:Person)-[:MEMBER_OF]->() }, COUNT { ()-[:MEMBER_OF]->(:Department) }],
  ['Person', 'WORKED_ON', 'Project', COUNT { ()-[:WORKED_ON]->() }, COUNT { (:Person)-[:WORKED_ON]->() }, COUNT { ()-[:WORKED_ON]->(:Project) }],
  ['Department', 'OWNS', 'Project', COUNT { ()-[:OWNS]->() }, COUNT { (:Department)-[:OWNS]->() }, COUNT { ()-[:OWNS]->(:Project) }],
  ['Lesson', 'LEARNED_BY', 'Person', COUNT { ()-[:LEARNED_BY]->() }, COUNT { (:Lesson)-[:LEARNED_BY]->() }, COUNT { ()-[:LEARNED_BY]->(:Person) }],
  ['Lesson', 'LEARNED_ON', 'Project', COUNT { ()-[:LEARNED_ON]->() }, COUNT { (:Lesson)-[:LEARNED_ON]->() }, COUNT { ()-[:LEARNED_ON]->(:Project) }],
  ['Lesson', 'LEARNED_IN', 'Department', COUNT { ()-[:LEARNED_IN]->() }, COUNT { (:Lesson)-[:LEARNED_IN]->() }, COUNT { ()-[:LEARNED_IN]->(:Department) }],
  ['Lesson', 'ABOUT', 'Topic', COUNT { ()-[:ABOUT]->() }, COUNT { (:Lesson)-[:ABOUT]->() }, COUNT { ()-[:ABOUT]->(:Topic) }],
  ['Project', 'CONCERNS', 'Topic', COUNT { ()-[:CONCERNS]->() }, COUNT { (:Project)-[:CONCERNS]->() }, COUNT { ()-[:CONCERNS]->(:Topic) }],
  ['Lesson', 'BUILDS_ON', 'Lesson', COUNT { ()-[:BUILDS_ON]->() }, COUNT { (:Lesson)-[:BUILDS_ON]->() }, COUNT { ()-[:BUILDS_ON]->(:Lesson) }],
  ['Lesson', 'SUPERSEDES', 'Lesson', COUNT { ()-[:SUPERSEDES]->() }, COUNT { (:Lesson)-[:SUPERSEDES]->() }, COUNT { ()-[:SUPERSEDES]->(:Lesson) }],
  ['Lesson', 'RECURRENCE_OF', 'Lesson', COUNT { ()-[:RECURRENCE_OF]->() }, COUNT { (:Lesson)-[:RECURRENCE_OF]->() }, COUNT { ()-[:RECURRENCE_OF]->(:Lesson) }],
  ['Lesson', 'NOT_RECURRENCE_OF', 'Lesson', COUNT { ()-[:NOT_RECURRENCE_OF]->() }, COUNT { (:Lesson)-[:NOT_RECURRENCE_OF]->() }, COUNT { ()-[:NOT_RECURRENCE_OF]->(:Lesson) }],
  ['Reuse', 'REUSE_OF', 'Lesson', COUNT { ()-[:REUSE_OF]->() }, COUNT { (:Reuse)-[:REUSE_OF]->() }, COUNT { ()-[:REUSE_OF]->(:Lesson) }],
  ['Reuse', 'REUSED_BY', 'Person', COUNT { ()-[:REUSED_BY]->() }, COUNT { (:Reuse)-[:REUSED_BY]->() }, COUNT { ()-[:REUSED_BY]->(:Person) }],
  ['Reuse', 'REUSED_ON', 'Project', COUNT { ()-[:REUSED_ON]->() }, COUNT { (:Reuse)-[:REUSED_ON]->() }, COUNT { ()-[:REUSED_ON]->(:Project) }],
  ['Reuse', 'REUSED_IN', 'Department', COUNT { ()-[:REUSED_IN]->() }, COUNT { (:Reuse)-[:REUSED_IN]->() }, COUNT { ()-[:REUSED_IN]->(:Department) }],
  ['Reuse', 'JUDGED_BY', 'Person', COUNT { ()-[:JUDGED_BY]->() }, COUNT { (:Reuse)-[:JUDGED_BY]->() }, COUNT { ()-[:JUDGED_BY]->(:Person) }],
  ['Reuse', 'CONFIRMED_BY', 'Person', COUNT { ()-[:CONFIRMED_BY]->() }, COUNT { (:Reuse)-[:CONFIRMED_BY]->() }, COUNT { ()-[:CONFIRMED_BY]->(:Person) }],
  ['Rundown', 'FOR', 'Project', COUNT { ()-[:FOR]->() }, COUNT { (:Rundown)-[:FOR]->() }, COUNT { ()-[:FOR]->(:Project) }],
  ['Rundown', 'CONSIDERED', 'Lesson', COUNT { ()-[:CONSIDERED]->() }, COUNT { (:Rundown)-[:CONSIDERED]->() }, COUNT { ()-[:CONSIDERED]->(:Lesson) }]
] AS ends
"""


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
    """Relationships between nodes that the model does not join."""
    ends: list[list[Any]] = await graph.read(ENDS_QUERY)
    foreign = [
        Check(
            "relationships",
            State.WRONG,
            f"{max(every - starts, every - stops):,} {kind} relationships do not go from a {start} to a {stop}: somebody wrote them by hand, and "
            f"answers that follow {kind} may be wrong.",
            f"Find them in Neo4j Browser: MATCH (a)-[r:{kind}]->(b) WHERE NOT (a:{start} AND b:{stop}) RETURN a, r, b",
        )
        for start, kind, stop, every, starts, stops in ends
        if every != starts or every != stops
    ]
    return foreign or [Check("relationships", State.OK, "Relationships join what they should.")]
