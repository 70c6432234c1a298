"""Whether the database has what the files of schema/ say: applied, there, of the kind they ask for, and online."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import LiteralString, NamedTuple

from graph_service.graph.driver import Graph
from graph_service.graph.migrations import Migration, applied_migrations, read_migrations
from graph_service.health.check import Check, State

# A constraint of ours has an index of the same name, whose statement is the constraint's.
INDEXES_COMMAND: LiteralString = """
SHOW INDEXES YIELD name, state, populationPercent, createStatement
RETURN name, state, populationPercent AS percent, createStatement AS statement
"""
CREATION = re.compile(r"^CREATE (?:(?P<type>\w+) )?(?P<kind>CONSTRAINT|INDEX) (?P<name>\w+)(?: IF NOT EXISTS)? FOR \(\w+:(?P<label>\w+)\)")
PROPERTY = re.compile(r"\bn\.(\w+)")
ANALYZER = re.compile(r"fulltext\.analyzer: ['\"]([\w-]+)")
USUAL_TYPE = "RANGE"  # of an index whose statement names none


class Shape(NamedTuple):
    """What a CREATE statement makes. `analyzer` is None where the statement leaves it to Neo4j."""

    kind: str
    type: str
    label: str
    properties: tuple[str, ...]
    analyzer: str | None


async def check_schema(graph: Graph, folder: Path) -> list[Check]:
    """Whether every file is applied, and as it is now."""
    migrations = read_migrations(folder)
    applied = await applied_migrations(graph)
    missing = [migration.name for migration in migrations if migration.name not in applied]
    checks = [
        Check(
            "schema",
            State.WRONG,
            f"schema/{migration.name} was changed after it was applied.",
            "Restore it and put the change into a new file.",
        )
        for migration in migrations
        if applied.get(migration.name, migration.checksum) != migration.checksum
    ]
    if missing:
        found = f"{len(missing)} of {len(migrations)} files of schema/ are not applied: {', '.join(missing)}."
        checks.append(Check("schema", State.WRONG, found, "Run `graph-service migrate`."))
    return checks or [Check("schema", State.OK, f"All {len(migrations)} files of schema/ are applied.")]


async def check_indexes(graph: Graph, folder: Path) -> list[Check]:
    """Whether the constraints and indexes of the files that are applied are there, as they should be, and online."""
    applied = await applied_migrations(graph)
    wanted = _wanted(migration for migration in read_migrations(folder) if migration.name in applied)
    there = {row["name"]: row for row in await graph.command(INDEXES_COMMAND)}
    checks = [check for name, statement in wanted.items() if (check := _compare(name, statement, there.get(name, {}).get("statement")))]
    checks += [_offline(row["name"], row["state"], row["percent"]) for row in there.values() if row["state"] != "ONLINE"]
    return checks or [Check("indexes", State.OK, f"All {len(wanted)} constraints and indexes of the service are there and online.")]


def _wanted(migrations: Iterable[Migration]) -> dict[str, str]:
    """The last statement that makes each name: a later file may have dropped and made it anew."""
    statements = (" ".join(text.split()) for migration in migrations for text in migration.statements)
    return {found["name"]: text for text in statements if (found := CREATION.match(text))}


def _compare(name: str, wanted: str, there: str | None) -> Check | None:
    if there is None:
        return Check("indexes", State.WRONG, f"The {_kind(wanted)} {name} is gone.", f"Run in Neo4j Browser: {wanted}")
    if _makes_the_same(wanted, there):
        return None
    found = f"The {_kind(wanted)} {name} is another one than the service relies on: {there}."
    return Check("indexes", State.WRONG, found, f"Run in Neo4j Browser: DROP {_kind(there).upper()} {name}; then: {wanted}")


def _makes_the_same(wanted: str, there: str) -> bool:
    ours, theirs = _read_shape(wanted), _read_shape(there)
    if ours is not None and theirs is not None and ours.analyzer is None:
        theirs = theirs._replace(analyzer=None)
    return ours == theirs


def _read_shape(statement: str) -> Shape | None:
    """Of a statement of ours, or in Neo4j's own way of writing it; None when it makes something of another sort."""
    plain = statement.replace("`", "")
    found = CREATION.match(plain)
    if found is None:
        return None
    analyzer = ANALYZER.search(plain)
    properties = tuple(PROPERTY.findall(plain))
    return Shape(found["kind"], found["type"] or USUAL_TYPE, found["label"], properties, analyzer[1] if analyzer else None)


def _kind(statement: str) -> str:
    return "constraint" if " CONSTRAINT " in statement else "index"


def _offline(name: str, state: str, percent: float) -> Check:
    if state == "POPULATING":
        return Check("indexes", State.NOTE, f"The index {name} is being filled ({percent:.0f} %).", "Look again in a moment.")
    todo = "Drop it in Neo4j Browser and run what its file in schema/ says."
    return Check("indexes", State.WRONG, f"The index {name} is {state}, not ONLINE.", todo)
