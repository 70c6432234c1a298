"""The demonstration organisation in the database of a test run, loaded again only where something else is in the graph."""

import hashlib
from dataclasses import dataclass

from graph_service.graph import Graph
from graph_service.ingest import import_folder
from graph_service.package_data import find_package_data
from tests.wiping import wipe

NODES_QUERY = "MATCH (node) WHERE NOT node:Migration RETURN collect([labels(node), properties(node)]) AS nodes"
RELATIONSHIPS_QUERY = """
MATCH (one)-[between]->(other)
RETURN collect([labels(one), one.id, one.seq, type(between), properties(between), labels(other), other.id, other.seq]) AS relationships
"""


@dataclass
class _Seeded:
    """The graph after the last import: its fingerprint, and the latest transaction after which it was seen to be the same."""

    fingerprint: str = ""
    bookmarks: frozenset[str] = frozenset()


_seeded = _Seeded()


async def seed(database: Graph) -> None:
    """Leaves nothing in the graph but the demonstration organisation."""
    if _seeded.bookmarks and _seeded.bookmarks == await _last_bookmarks(database):
        return
    if _seeded.fingerprint != await _fingerprint(database):
        await wipe(database)
        await import_folder(database, find_package_data("seed"))
        _seeded.fingerprint = await _fingerprint(database)
    _seeded.bookmarks = await _last_bookmarks(database)


async def _last_bookmarks(database: Graph) -> frozenset[str]:
    """Name the latest transaction that has written anything, in whatever process."""
    async with database._session("READ") as session:
        await (await session.run("RETURN 1")).consume()
        return (await session.last_bookmarks()).raw_values


async def _fingerprint(database: Graph) -> str:
    """Of all that is in the graph: every property of every node and relationship."""
    whole = [sorted(map(repr, await database.read(query))) for query in (NODES_QUERY, RELATIONSHIPS_QUERY)]
    return hashlib.sha256(repr(whole).encode()).hexdigest()
