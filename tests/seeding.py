"""The data that a test starts from. It is loaded again only if something was written since."""

import hashlib

from graph_service.graph import Graph
from graph_service.ingest import import_folder
from graph_service.package_data import find_package_data

WIPE_COMMAND = "MATCH (n) WHERE NOT n:Migration CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS"
NODES_QUERY = "MATCH (node) WHERE NOT node:Migration RETURN collect([labels(node), properties(node)]) AS nodes"
RELATIONSHIPS_QUERY = """
MATCH (one)-[between]->(other)
RETURN collect([labels(one), one.id, one.seq, type(between), properties(between), labels(other), other.id, other.seq]) AS relationships
"""

_loaded: dict[str, object] = {}
"""The name of the data in the graph, the last transaction after which it was there, and the fingerprint of the demonstration organisation."""


async def wipe(graph: Graph) -> None:
    """Deletes everything but the record of migrations."""
    await graph.command(WIPE_COMMAND)


async def empty(database: Graph) -> None:
    """Leaves nothing in the graph but the record of migrations."""
    if not await is_loaded(database, "nothing"):
        await wipe(database)
        await remember(database, "nothing")


async def seed(database: Graph) -> None:
    """Leaves nothing in the graph but the demonstration organisation."""
    if await is_loaded(database, "demonstration"):
        return
    if _loaded.get("fingerprint") != await _fingerprint(database):
        await wipe(database)
        await import_folder(database, find_package_data("seed"))
        _loaded["fingerprint"] = await _fingerprint(database)
    await remember(database, "demonstration")


async def is_loaded(database: Graph, name: str) -> bool:
    """Whether nothing was written since `remember` was called with this name."""
    return _loaded.get("name") == name and _loaded.get("bookmarks") == await _last_bookmarks(database)


async def remember(database: Graph, name: str) -> None:
    """Notes what is in the graph now."""
    _loaded.update(name=name, bookmarks=await _last_bookmarks(database))


async def _last_bookmarks(database: Graph) -> frozenset[str]:
    """Name the latest transaction that has written anything, in whatever process."""
    async with database._session("READ") as session:
        await (await session.run("RETURN 1")).consume()
        return (await session.last_bookmarks()).raw_values


async def _fingerprint(database: Graph) -> str:
    """Of all that is in the graph: every property of every node and relationship."""
    whole = [sorted(map(repr, await database.read(query))) for query in (NODES_QUERY, RELATIONSHIPS_QUERY)]
    return hashlib.sha256(repr(whole).encode()).hexdigest()
