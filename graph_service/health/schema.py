"""Checks the files of schema/: applied and unchanged, and their constraints and indexes present, of the right kind and online."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import LiteralString, NamedTuple

from graph_service.graph import Graph
from graph_service.graph.migrations import Migration, applied_migrations, read_migrations
from graph_service.health.check import Check, State

# Each of our constraints has an index of the same name; SHOW INDEXES then returns the constraint's CREATE statement.
INDEXES_COMMAND: LiteralString = """
SHOW INDEXES YIELD name, state, populationPercent, createStatement
RETURN name, state, populationPercent AS percent, createStatement AS statement
"""
CREATE_STATEMENT = re.compile(
    r"^CREATE (?:(?P<type>\w+) )?(?P<kind>CONSTRAINT|INDEX) (?P<name>\w+)(?: IF NOT EXISTS)? FOR \(\w+:(?P<label>\w+)\)"
)
PROPERTY = re.compile(r"\bn\.(\w+)")
ANALYZER = re.compile(r"fulltext\.analyzer: ['\"]([\w-]+)")
DEFAULT_TYPE = "RANGE"  # the type of an index whose statement names none


class Definition(NamedTuple):
    """What a CREATE statement creates. `analyzer` is None where the statement leaves it to Neo4j."""

    kind: str
    type: str
    label: str
    properties: tuple[str, ...]
    analyzer: str | None


async def check_schema(graph: Graph, folder: Path) -> list[Check]:
    """Whether every file is applied and unchanged since."""
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
        message = f"{len(missing)} of {len(migrations)} files of schema/ are not applied: {', '.join(missing)}."
        checks.append(Check("schema", State.WRONG, message, "Run `graph-service migrate`."))
    return checks or [Check("schema", State.OK, f"All {len(migrations)} files of schema/ are applied.")]


async def check_indexes(graph: Graph, folder: Path) -> list[Check]:
    """Whether the constraints and indexes of the applied files exist, are defined as the files say, and are online."""
    applied = await applied_migrations(graph)
    required = _required_statements(migration for migration in read_migrations(folder) if migration.name in applied)
    existing = {row["name"]: row for row in await graph.command(INDEXES_COMMAND)}
    checks = [
        check for name, statement in required.items() if (check := _compare(name, statement, existing.get(name, {}).get("statement")))
    ]
    checks += [_not_online(row["name"], row["state"], row["percent"]) for row in existing.values() if row["state"] != "ONLINE"]
    return checks or [Check("indexes", State.OK, f"All {len(required)} constraints and indexes of the service exist and are online.")]


def _required_statements(migrations: Iterable[Migration]) -> dict[str, str]:
    """The last CREATE statement for each name: a later file may drop and recreate what an earlier one created."""
    statements = (" ".join(text.split()) for migration in migrations for text in migration.statements)
    return {match["name"]: text for text in statements if (match := CREATE_STATEMENT.match(text))}


def _compare(name: str, required: str, existing: str | None) -> Check | None:
    if existing is None:
        return Check("indexes", State.WRONG, f"The {_kind(required)} {name} does not exist.", f"Run in Neo4j Browser: {required}")
    if _are_equivalent(required, existing):
        return None
    message = f"The {_kind(required)} {name} is not defined as the service requires: {existing}."
    return Check("indexes", State.WRONG, message, f"Run in Neo4j Browser: DROP {_kind(existing).upper()} {name}; then: {required}")


def _are_equivalent(required: str, existing: str) -> bool:
    ours, theirs = _parse(required), _parse(existing)
    if ours is not None and theirs is not None and ours.analyzer is None:
        theirs = theirs._replace(analyzer=None)
    return ours == theirs


def _parse(statement: str) -> Definition | None:
    """The definition in a statement of ours or as Neo4j prints it; None when it creates something else."""
    text = statement.replace("`", "")
    match = CREATE_STATEMENT.match(text)
    if match is None:
        return None
    analyzer = ANALYZER.search(text)
    properties = tuple(PROPERTY.findall(text))
    return Definition(match["kind"], match["type"] or DEFAULT_TYPE, match["label"], properties, analyzer[1] if analyzer else None)


def _kind(statement: str) -> str:
    return "constraint" if " CONSTRAINT " in statement else "index"


def _not_online(name: str, state: str, percent: float) -> Check:
    if state == "POPULATING":
        return Check("indexes", State.NOTE, f"The index {name} is being populated ({percent:.0f} %).", "Check again in a moment.")
    remedy = "Drop it in Neo4j Browser and run its statement from the file in schema/."
    return Check("indexes", State.WRONG, f"The index {name} is {state}, not ONLINE.", remedy)
