"""Writes the whole graph to an archive: every node with its properties and the relationships that lead away from it."""

from asyncio import to_thread
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, LiteralString

from graph_service.backup.archive import KIND, LABELS, LAYOUT, ArchiveWriter, LinesWriter, Manifest, completed_file, new_archive
from graph_service.domain.existence import count_nodes_by_label
from graph_service.domain.node_statements import NODES_OF_IDS, ids_by_label
from graph_service.export.consistency import read_one_state
from graph_service.export.tables import PAGE_SIZE, QUERY_TIMEOUT, read_ahead, read_first_ids, read_id_pages
from graph_service.graph import Graph
from graph_service.graph.migrations import applied_migrations
from graph_service.ingest.lease import OtherImport
from graph_service.model.labels import Label
from graph_service.model.relationships import RelationshipType

Progress = Callable[[Label, int, int], None]
KNOWN_TYPES = frozenset(kind.value for kind in RelationshipType)

# A value is [name, value], a day [name, text, 1], a time [name, text, 2]. JSON has no other types, and the graph none but these and lists
# of text.
READ_ENTITIES_STATEMENT: LiteralString = (
    NODES_OF_IDS
    + """RETURN collect([
  [key IN keys(node) WHERE NOT key ENDS WITH 'Stems' | CASE
    WHEN node[key] IS :: DATE THEN [key, toString(node[key]), 1]
    WHEN node[key] IS :: ZONED DATETIME THEN [key, toString(node[key]), 2]
    ELSE [key, node[key]]
  END],
  [(node)-[link]->(end) | [type(link), end.id, [key IN keys(link) | CASE
    WHEN link[key] IS :: DATE THEN [key, toString(link[key]), 1]
    WHEN link[key] IS :: ZONED DATETIME THEN [key, toString(link[key]), 2]
    ELSE [key, link[key]]
  END]]]
]) AS rows
"""
)
# Without what is kept for a day to undo changes: an archive would keep texts that people have removed.
READ_ACTIVITIES_QUERY: LiteralString = """
MATCH (activity:Activity)
WHERE activity.seq > $after
WITH activity ORDER BY activity.seq LIMIT $size
RETURN collect([
  [key IN keys(activity) WHERE NOT key IN ['undo', 'undoUntil'] | CASE
    WHEN activity[key] IS :: ZONED DATETIME THEN [key, toString(activity[key]), 2]
    ELSE [key, activity[key]]
  END],
  [],
  activity.seq
]) AS rows
"""
READ_IMPORTED_CHANGES_QUERY: LiteralString = """
MATCH (change:ImportedChange)
WHERE change.key > $after
WITH change ORDER BY change.key LIMIT $size
RETURN collect([[key IN keys(change) | [key, change[key]]], [], change.key]) AS rows
"""
LOG_QUERIES: Final[Mapping[Label, tuple[LiteralString, Any]]] = {
    Label.ACTIVITY: (READ_ACTIVITIES_QUERY, 0),
    Label.IMPORTED_CHANGE: (READ_IMPORTED_CHANGES_QUERY, ""),
}
"""Of the labels of the log: the query of a page, and the key before the first one."""
TOTALS_QUERY: LiteralString = """
RETURN [
  COUNT { () } - COUNT { (:Migration) } - COUNT { (:Sequence) },
  COUNT { ()-->() }
] AS totals
"""


@dataclass(frozen=True, slots=True)
class Backup:
    """The manifest, and the numbers of nodes and relationships that were left out because the service does not know their label or type."""

    manifest: Manifest
    unknown_nodes: int
    unknown_relationships: int


async def back_up(
    graph: Graph,
    path: Path,
    *,
    progress: Progress = lambda label, done, total: None,
    on_wait: Callable[[OtherImport], None] = lambda _: None,
) -> Backup:
    """Writes one state of the graph to a new archive, which appears when it is complete (see read_one_state).

    Raises Conflict if the file exists.
    """

    async def read(position: int, _: int) -> Backup:
        with new_archive(partial) as archive:
            return await _write(graph, archive, position, progress)

    with completed_file(path) as partial:
        return await read_one_state(graph, read, on_wait)


async def _write(graph: Graph, archive: ArchiveWriter, position: int, progress: Progress) -> Backup:
    totals, first = await count_nodes_by_label(graph), await read_first_ids(graph)
    nodes, links = Counter[str](), Counter[str]()
    for label in LABELS:
        progress(label, 0, totals[label])
        with archive.file(label) as file:
            async for rows in read_ahead(_read_pages(graph, label, first.get(label, []))):
                links.update(await to_thread(_write_rows, file, rows))
                nodes[label.value] += len(rows)
                progress(label, nodes[label.value], max(totals[label], nodes[label.value]))
    all_nodes, all_links = await graph.read(TOTALS_QUERY, from_leader=True)
    manifest = Manifest(
        KIND,
        LAYOUT,
        version("graph-service"),
        datetime.now(UTC).isoformat(timespec="seconds"),
        position,
        await applied_migrations(graph),
        dict(nodes),
        {kind.value: links[kind.value] for kind in RelationshipType if links[kind.value]},
        archive.digests,
    )
    await to_thread(archive.finish, manifest)
    return Backup(manifest, all_nodes - nodes.total(), all_links - sum(manifest.relationships.values()))


def _write_rows(file: LinesWriter, rows: Sequence[Any]) -> Counter[str]:
    """Writes nodes; returns the number of their relationships by type."""
    known = [[properties, [link for link in links if link[0] in KNOWN_TYPES]] for properties, links, *_ in rows]
    file.write(known)
    return Counter(link[0] for _, links in known for link in links)


async def _read_pages(graph: Graph, label: Label, first: list[str]) -> AsyncGenerator[list[Any]]:
    if label in LOG_QUERIES:
        query, after = LOG_QUERIES[label]
        parameters = {"after": after, "size": PAGE_SIZE}
        while rows := await graph.read(query, parameters, timeout=QUERY_TIMEOUT, from_leader=True):
            yield rows
            parameters["after"] = rows[-1][2]
        return
    async for ids in read_id_pages(graph, label, first):
        yield await graph.read(READ_ENTITIES_STATEMENT, ids_by_label({label: ids}), timeout=QUERY_TIMEOUT, from_leader=True)
