"""What `graph-service doctor` looks at: whether the graph is as schema/ and the model say, and what is in it."""

import platform
import re
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, LiteralString

from graph_service.errors import GraphServiceError
from graph_service.graph import Graph
from graph_service.graph.migrations import APPLIED_QUERY, read_migrations

COMPONENTS_QUERY: LiteralString = """
CALL dbms.components() YIELD name, versions, edition
WHERE name = 'Neo4j Kernel'
RETURN versions[0] + ' ' + edition AS version
"""
JAVA_QUERY: LiteralString = """
CALL dbms.queryJmx('java.lang:type=Runtime') YIELD attributes
RETURN attributes.SpecVersion.value AS version
"""
CONSTRAINTS_COMMAND: LiteralString = """
SHOW CONSTRAINTS YIELD name
RETURN name
"""
INDEXES_COMMAND: LiteralString = """
SHOW INDEXES YIELD name, state
RETURN name, state
"""
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
NAME = re.compile(r"^CREATE (?:CONSTRAINT|(?:\w+ )?INDEX) (\w+)")


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The state of a graph. `faults` are sentences: what is wrong and what to do; none when all is well."""

    versions: dict[str, str]
    counts: dict[str, int]
    unattributed: dict[str, int]
    faults: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


async def diagnose(graph: Graph, schema: Path) -> Diagnosis:
    """Examines the graph against the files of schema/."""
    faults = [*await _faults_of_schema(graph, schema), *_foreign_ends(await graph.read(ENDS_QUERY))]
    return Diagnosis(
        versions=await _versions(graph),
        counts=dict(await graph.read(COUNTS_QUERY)),
        unattributed=dict(await graph.read(UNATTRIBUTED_QUERY)),
        faults=tuple(faults),
    )


async def count_nodes(graph: Graph) -> int:
    """How many nodes there are, the records of migrations apart."""
    return await graph.read(NODES_QUERY)


async def _versions(graph: Graph) -> dict[str, str]:
    try:
        java: str = await graph.read(JAVA_QUERY)
    except GraphServiceError:
        java = "not told"  # a hosted Neo4j shows nothing of its Java
    return {
        "graph-service": version("graph-service"),
        "Neo4j": await graph.read(COMPONENTS_QUERY),
        "Java of Neo4j": java,
        "Neo4j driver": version("neo4j"),
        "Python": platform.python_version(),
    }


async def _faults_of_schema(graph: Graph, schema: Path) -> list[str]:
    applied = {row["name"]: row["checksum"] for row in await graph.read(APPLIED_QUERY)}
    there = {row["name"] for row in await graph.command(CONSTRAINTS_COMMAND)}
    states = {row["name"]: row["state"] for row in await graph.command(INDEXES_COMMAND)}
    faults: list[str] = []
    for migration in read_migrations(schema):
        if migration.name not in applied:
            faults.append(f"schema/{migration.name} is not applied. Run `graph-service migrate`.")
            continue
        if applied[migration.name] != migration.checksum:
            faults.append(f"schema/{migration.name} was changed after it was applied. Restore it and put the change into a new file.")
        names = ((found[1], text) for text in migration.statements if (found := NAME.match(text)))
        faults += [
            f"{name} of schema/{migration.name} is gone. Run in Neo4j Browser: {text}"
            for name, text in names
            if name not in there | states.keys()
        ]
    return faults + [f"The index {name} is {state}, not ONLINE. {_advice(state)}" for name, state in states.items() if state != "ONLINE"]


def _advice(state: str) -> str:
    return (
        "It is being filled: look again in a moment."
        if state == "POPULATING"
        else "Drop it in Neo4j Browser and run what its file in schema/ says."
    )


def _foreign_ends(ends: list[list[Any]]) -> list[str]:
    return [
        f"{max(every - starts, every - stops)} {kind} relationships do not go from a {start} to a {stop}: somebody wrote them by hand, and answers that "
        f"follow {kind} may be wrong. Find them in Neo4j Browser: MATCH (a)-[r:{kind}]->(b) WHERE NOT (a:{start} AND b:{stop}) RETURN a, r, b"
        for start, kind, stop, every, starts, stops in ends
        if every != starts or every != stops
    ]
