"""schema/NNN_name.cypher: applied once each, in order, and remembered in the graph with checksum and time."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString, cast
from uuid import uuid4

from graph_service.errors import Conflict, InvalidInput
from graph_service.graph.driver import Graph, WriteTransaction

GUARD_COMMAND: LiteralString = """
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
FILE_NAME = re.compile(r"\d{3}_\w+\.cypher")
CREATION = re.compile(r"^(CREATE (?:CONSTRAINT|(?:\w+ )?INDEX) \w+) FOR ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Migration:
    """One file: its name, a checksum of its text, and its statements in order."""

    name: str
    checksum: str
    statements: tuple[LiteralString, ...]


def read_migrations(folder: Path) -> list[Migration]:
    """The files of a folder by number. InvalidInput names a file that is not called NNN_name.cypher or that shares its number."""
    files = sorted(folder.glob("*.cypher"))
    for before, file in zip([None, *files], files, strict=False):
        if not FILE_NAME.fullmatch(file.name):
            raise InvalidInput(f"{file} is not called like NNN_name.cypher, such as 004_tags.cypher.")
        if before is not None and before.name[:3] == file.name[:3]:
            raise InvalidInput(f"{before.name} and {file.name} have the same number. Give the newer one the next free number.")
    return [_read(file) for file in files]


def _read(file: Path) -> Migration:
    # The file is the product's own text and each statement is run at most once, so this is the place where it becomes literal.
    # IF NOT EXISTS lets a migration that died half-way be run again.
    text = file.read_text(encoding="utf-8")
    code = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("//"))
    code = CREATION.sub(r"\1 IF NOT EXISTS FOR ", code)
    statements = tuple(statement.strip() for statement in code.split(";") if statement.strip())
    return Migration(file.name, hashlib.sha256(text.encode()).hexdigest(), cast("tuple[LiteralString, ...]", statements))


async def migrate(graph: Graph, folder: Path, *, index_timeout: int = 300) -> list[str]:
    """Applies what has not been applied yet and returns those names, in order; returns when every index is online.

    Conflict when a file that was applied has changed since: nothing is applied then. Workers may start together: a statement does
    nothing the second time, and each file is recorded by, and returned to, one of them.
    """
    migrations = read_migrations(folder)
    await graph.command(GUARD_COMMAND)
    applied = await applied_migrations(graph)
    for migration in migrations:
        _refuse_rewritten_history(migration, applied.get(migration.name, migration.checksum))
    done = [migration.name for migration in migrations if migration.name not in applied and await _apply(graph, migration)]
    await graph.command(AWAIT_INDEXES_COMMAND, {"seconds": index_timeout})
    return done


async def applied_migrations(graph: Graph) -> dict[str, str]:
    """The checksum of each that has been applied, by its name."""
    return {row["name"]: row["checksum"] for row in await graph.read(APPLIED_QUERY)}


async def missing_migrations(graph: Graph, folder: Path) -> list[str]:
    """The names of those that have not been applied, in order."""
    applied = await applied_migrations(graph)
    return [migration.name for migration in read_migrations(folder) if migration.name not in applied]


async def _apply(graph: Graph, migration: Migration) -> bool:
    """True when this worker was the one to record it."""
    # A schema command waits for open transactions, so none can hold a lock around these: they are repeatable instead.
    for statement in migration.statements:
        await graph.command(statement)
    worker = uuid4().hex

    async def record(transaction: WriteTransaction) -> dict[str, Any]:
        parameters = {"name": migration.name, "checksum": migration.checksum, "worker": worker}
        return (await transaction.run(RECORD_MIGRATION_QUERY, parameters))[0]

    recorded = await graph.write(record)
    _refuse_rewritten_history(migration, recorded["checksum"])
    return recorded["mine"]


def _refuse_rewritten_history(migration: Migration, applied_checksum: str) -> None:
    if applied_checksum != migration.checksum:
        raise Conflict(f"schema/{migration.name} was applied and has been changed since. Restore it and put the change into a new file.")
