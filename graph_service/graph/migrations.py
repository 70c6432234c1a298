"""Applies schema/NNN_name.cypher: each file once, in order, recorded in the graph with its checksum and time."""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString, cast
from uuid import uuid4

from graph_service.errors import Conflict, InvalidInput
from graph_service.graph.driver import Graph, WriteTransaction

CREATE_CONSTRAINT_COMMAND: LiteralString = """
CREATE CONSTRAINT migration_name IF NOT EXISTS FOR (n:Migration) REQUIRE n.name IS UNIQUE
"""
APPLIED_QUERY: LiteralString = """
MATCH (migration:Migration)
RETURN collect({name: migration.name, checksum: migration.checksum}) AS applied
"""
RECORD_MIGRATION_QUERY: LiteralString = """
MERGE (migration:Migration {name: $name})
ON CREATE SET migration.checksum = $checksum, migration.appliedAt = datetime(), migration.appliedBy = $worker
RETURN migration.checksum AS checksum, migration.appliedBy = $worker AS mine
"""
AWAIT_INDEXES_COMMAND: LiteralString = """
CALL db.awaitIndexes($seconds)
"""
INDEX_TIMEOUT = 600  # seconds
FILE_NAME = re.compile(r"\d{3}_\w+\.cypher")
CREATE_STATEMENT = re.compile(r"^(CREATE (?:CONSTRAINT|(?:\w+ )?INDEX) \w+) FOR ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Migration:
    """One file: its name, the SHA-256 of its text, and its statements in order."""

    name: str
    checksum: str
    statements: tuple[LiteralString, ...]


def read_migrations(folder: Path) -> list[Migration]:
    """The migrations of a folder, by number.

    Raises InvalidInput for a file that is not named NNN_name.cypher or whose number is already used.
    """
    files = sorted(folder.glob("*.cypher"))
    for previous, file in zip([None, *files], files, strict=False):
        if not FILE_NAME.fullmatch(file.name):
            raise InvalidInput(f"{file} must be named NNN_name.cypher, for example 004_tags.cypher.")
        if previous is not None and previous.name[:3] == file.name[:3]:
            raise InvalidInput(f"{previous.name} and {file.name} have the same number. Give the newer one the next free number.")
    return [_read(file) for file in files]


def _read(file: Path) -> Migration:
    # The text counts as literal here: the file is part of the product, and each statement is run at most once.
    # IF NOT EXISTS makes a migration repeatable that was interrupted.
    text = file.read_text(encoding="utf-8")
    code = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("//"))
    code = CREATE_STATEMENT.sub(r"\1 IF NOT EXISTS FOR ", code)
    statements = tuple(statement.strip() for statement in code.split(";") if statement.strip())
    return Migration(file.name, hashlib.sha256(text.encode()).hexdigest(), cast("tuple[LiteralString, ...]", statements))


async def migrate(
    graph: Graph, folder: Path, *, index_timeout: int = INDEX_TIMEOUT, report: Callable[[str], None] = lambda _: None
) -> list[str]:
    """Applies the migrations that are missing, waits until every index is online, and returns the names of those it applied, in order.

    Raises Conflict when an applied file has changed since; then nothing is applied. Several workers may run this at once: a repeated
    statement does nothing, and each file is recorded by, and returned to, exactly one of them. index_timeout: in seconds. report: receives
    what is being applied.
    """
    await graph.command(CREATE_CONSTRAINT_COMMAND)
    names = [migration.name for migration in await pending_migrations(graph, folder) if await _apply(graph, migration, report)]
    report("waiting for the indexes")
    await graph.command(AWAIT_INDEXES_COMMAND, {"seconds": index_timeout})
    return names


async def pending_migrations(graph: Graph, folder: Path) -> list[Migration]:
    """The migrations of a folder that have not been applied, in order. Writes nothing. Raises Conflict when an applied file has changed."""
    migrations = read_migrations(folder)
    applied = await applied_migrations(graph)
    for migration in migrations:
        _require_unchanged(migration, applied.get(migration.name, migration.checksum))
    return [migration for migration in migrations if migration.name not in applied]


async def applied_migrations(graph: Graph) -> dict[str, str]:
    """The checksums of the applied migrations by name."""
    return {row["name"]: row["checksum"] for row in await graph.read(APPLIED_QUERY)}


async def missing_migrations(graph: Graph, migrations: Iterable[Migration]) -> list[str]:
    """The names of the migrations that have not been applied, in order."""
    applied = await applied_migrations(graph)
    return [migration.name for migration in migrations if migration.name not in applied]


async def _apply(graph: Graph, migration: Migration, report: Callable[[str], None]) -> bool:
    """True when this worker is the one that recorded it."""
    # A schema command waits for open transactions, so no transaction can hold a lock around these; they are repeatable instead.
    for number, statement in enumerate(migration.statements, 1):
        report(f"{migration.name}, statement {number} of {len(migration.statements)}")
        await graph.command(statement)
    worker = uuid4().hex

    async def record(transaction: WriteTransaction) -> dict[str, Any]:
        parameters = {"name": migration.name, "checksum": migration.checksum, "worker": worker}
        return (await transaction.run(RECORD_MIGRATION_QUERY, parameters))[0]

    recorded = await graph.write(record)
    _require_unchanged(migration, recorded["checksum"])
    return recorded["mine"]


def _require_unchanged(migration: Migration, applied_checksum: str) -> None:
    if applied_checksum != migration.checksum:
        raise Conflict(f"schema/{migration.name} was changed after it was applied. Restore it and put the change into a new file.")
