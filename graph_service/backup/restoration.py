"""Restores the graph from an archive: first all nodes, then their relationships, while commands wait."""

from asyncio import to_thread
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final, LiteralString

from graph_service.backup.archive import LABELS, Manifest, read_lines, read_manifest
from graph_service.domain.lessons.languages import fill_stems
from graph_service.domain.undo.restoration import creation_statement
from graph_service.errors import Conflict
from graph_service.graph import Graph, WriteTransaction
from graph_service.graph.migrations import applied_migrations, migrate, read_migrations
from graph_service.ingest.lease import OtherImport, import_lease
from graph_service.model.labels import Label
from graph_service.model.relationships import RelationshipType

ROWS_PER_BATCH: Final = 5_000
DAY, TIME = 1, 2  # see dump.py

COUNT_NODES_QUERY: LiteralString = """
RETURN COUNT { () } - COUNT { (:Migration) } - COUNT { (:Sequence) }
"""
# Relationships first: one node may have hundreds of thousands of them, too many to delete in one transaction.
DELETE_RELATIONSHIPS_COMMAND: LiteralString = """
MATCH ()-[link]->()
CALL (link) { DELETE link } IN TRANSACTIONS OF 10000 ROWS
"""
DELETE_NODES_COMMAND: LiteralString = """
MATCH (node)
WHERE NOT node:Migration AND NOT node:Sequence
CALL (node) { DELETE node } IN TRANSACTIONS OF 10000 ROWS
"""
CREATE_NODES_QUERY: LiteralString = """
UNWIND $rows AS row
CREATE (node:$($label))
SET node = row.values
FOREACH (day IN row.days | SET node[day[0]] = date(day[1]))
FOREACH (time IN row.times | SET node[time[0]] = datetime(time[1]))
"""
# The restored graph is another one to a service that keeps figures of the one before.
SET_POSITION_QUERY: LiteralString = """
MATCH (sequence:Sequence {name: 'activity'})
SET sequence.value = $position, sequence.graph = randomUUID()
"""
FORGET_MIGRATIONS_QUERY: LiteralString = """
MATCH (migration:Migration)
WHERE migration.name IN $names
DELETE migration
"""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, the number of nodes that were deleted before, and the files of schema/ that were applied to the restored data."""

    manifest: Manifest
    deleted: int
    migrations: list[str]


async def restore(
    graph: Graph,
    path: Path,
    schema: Path,
    *,
    replace: bool = False,
    progress: Progress = lambda what, done, total: None,
    on_wait: Callable[[OtherImport], None] = lambda _: None,
) -> Restored:
    """Restores an archive into a graph that is empty, or replaces its contents. Commands wait meanwhile.

    The archive is checked before anything is written. `schema` is the folder of migrations; those that the archive is older than are
    applied to the restored data. If the restoration is interrupted, the graph has only a part of it; restore again with `replace`.

    Raises InvalidInput if the archive is damaged; Conflict if it is of a newer version, or if the graph has contents and `replace` is not set.
    """
    manifest = await to_thread(read_manifest, path)
    _require_known_migrations(path, manifest, schema)
    await migrate(graph, schema)
    existing = await graph.read(COUNT_NODES_QUERY, from_leader=True)
    if existing and not replace:
        raise Conflict(f"The graph contains {existing:,} nodes. Restore into an empty graph, or replace everything in it with --replace.")
    async with import_lease(graph) as lease:
        lease.exclusive = True
        await lease.acquire(on_wait)
        if existing:
            await graph.command(DELETE_RELATIONSHIPS_COMMAND)
            await graph.command(DELETE_NODES_COMMAND)
        for label in LABELS:
            await _create_nodes(graph, path, label, manifest.nodes.get(label.value, 0), progress)
        await _create_relationships(graph, path, sum(manifest.relationships.values()), progress)
        applied = await _migrate(graph, manifest, schema)
        await graph.write(partial(_run, SET_POSITION_QUERY, {"position": manifest.lastActivity}))
        await fill_stems(graph)
    return Restored(manifest, existing, applied)


def _require_known_migrations(path: Path, manifest: Manifest, schema: Path) -> None:
    known = {migration.name for migration in read_migrations(schema)}
    if unknown := sorted(set(manifest.migrations) - known):
        raise Conflict(
            f"{path} was made by graph-service {manifest.graphService}, which is newer: this version lacks {unknown[0]} of schema/. "
            "Install that version or a later one."
        )


async def _create_nodes(graph: Graph, path: Path, label: Label, total: int, progress: Progress) -> None:
    lines, done = read_lines(path, label), 0
    progress(label.plural, 0, total)
    while rows := await to_thread(lambda: [_node_row(properties) for properties, _ in islice(lines, ROWS_PER_BATCH)]):
        await graph.write(partial(_run, CREATE_NODES_QUERY, {"rows": rows, "label": label.value}))
        done += len(rows)
        progress(label.plural, done, total)


async def _create_relationships(graph: Graph, path: Path, total: int, progress: Progress) -> None:
    links, done = _links(path), 0
    pending: dict[RelationshipType, list[dict[str, Any]]] = {}
    progress("relationships", 0, total)
    while part := await to_thread(lambda: list(islice(links, ROWS_PER_BATCH))):
        for kind, row in part:
            pending.setdefault(kind, []).append(row)
        for kind in [kind for kind, rows in pending.items() if len(rows) >= ROWS_PER_BATCH]:
            done += await _write_links(graph, kind, pending.pop(kind))
            progress("relationships", done, total)
    for kind, rows in pending.items():
        done += await _write_links(graph, kind, rows)
        progress("relationships", done, total)


async def _write_links(graph: Graph, kind: RelationshipType, rows: list[dict[str, Any]]) -> int:
    statement = creation_statement(kind)
    await graph.write(partial(_run, statement, {"rows": rows}))
    return len(rows)


async def _run(statement: LiteralString, parameters: dict[str, Any], tx: WriteTransaction) -> None:
    await tx.run(statement, parameters)


async def _migrate(graph: Graph, manifest: Manifest, schema: Path) -> list[str]:
    """Applies the migrations that the archive is older than: their statements can be repeated."""
    newer = sorted(set(await applied_migrations(graph)) - set(manifest.migrations))
    if newer:
        await graph.write(partial(_run, FORGET_MIGRATIONS_QUERY, {"names": newer}))
    return await migrate(graph, schema)


def _node_row(properties: list[list[Any]]) -> dict[str, Any]:
    return {
        "values": {name: value for name, value, *kind in properties if not kind},
        "days": [[name, value] for name, value, *kind in properties if kind == [DAY]],
        "times": [[name, value] for name, value, *kind in properties if kind == [TIME]],
    }


def _links(path: Path) -> Iterator[tuple[RelationshipType, dict[str, Any]]]:
    for label in LABELS:
        for properties, links in read_lines(path, label):
            if links:
                start = next(value for name, value, *_ in properties if name == label.key)
                for kind, end, values in links:
                    yield (
                        RelationshipType(kind),
                        {"start": start, "end": end, "properties": {name: _value(*rest) for name, *rest in values}},
                    )


def _value(value: Any, kind: int = 0) -> Any:
    return date.fromisoformat(value) if kind == DAY else datetime.fromisoformat(value) if kind == TIME else value
