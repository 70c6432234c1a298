"""The data that a test starts from. It is loaded again only if something was written since, and made by our own commands only once."""

from collections.abc import Awaitable, Callable
from datetime import UTC
from typing import Any

from neo4j.time import DateTime

from graph_service.graph import Graph, WriteTransaction
from graph_service.ingest import import_folder
from graph_service.package_data import find_package_data

MANY_NODES = 5_000
COUNT_QUERY = "MATCH (n) RETURN count(n)"
DELETE_QUERY = "MATCH (n) WHERE NOT n:Migration DETACH DELETE n"
WIPE_COMMAND = "MATCH (n) WHERE NOT n:Migration CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS"
COPY_QUERY = """
MATCH (node) WHERE NOT node:Migration
WITH collect(node) AS nodes
RETURN {
  nodes: [node IN nodes | [elementId(node), labels(node), properties(node)]],
  relationships: COLLECT {
    UNWIND nodes AS node
    MATCH (node)-[link]->(other)
    RETURN [elementId(node), elementId(other), type(link), properties(link)]
  }
} AS copy
"""
RESTORE_QUERY = """
UNWIND $nodes AS row
CREATE (node:$(row[1]))
SET node = row[2]
WITH collect(node) AS nodes
UNWIND $relationships AS row
WITH nodes[row[0]] AS start, nodes[row[1]] AS end, row
CREATE (start)-[link:$(row[2])]->(end)
SET link = row[3]
"""
# A graph that is loaded again is another one to a service that keeps figures of it.
RENAME_QUERY = "MATCH (sequence:Sequence {name: 'activity'}) SET sequence.graph = randomUUID()"

_loaded: dict[str, object] = {}
"""The name of the data in the graph, and the last transaction after which it was there."""
_copies: dict[str, dict[str, Any]] = {}
"""For each name, the nodes and relationships of the data."""


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
    await load(database, "demonstration", lambda: import_folder(database, find_package_data("seed")))


async def load(database: Graph, name: str, make: Callable[[], Awaitable[object]]) -> None:
    """Leaves nothing in the graph but the data of this name: made the first time, and restored from a copy if something was written since."""
    if await is_loaded(database, name):
        return
    if name in _copies:
        await _restore(database, _copies[name])
    else:
        await wipe(database)
        await make()
        _copies[name] = await _copy(database)
    await remember(database, name)


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


async def _restore(database: Graph, copy: dict[str, Any]) -> None:
    """Replaces what is in the graph, in one transaction: each one that changes a text takes Neo4j long."""

    async def replace(transaction: WriteTransaction) -> None:
        await transaction.run(DELETE_QUERY)
        await transaction.run(RESTORE_QUERY, copy)
        await transaction.run(RENAME_QUERY)

    if await database.read(COUNT_QUERY) > MANY_NODES:
        await wipe(database)
    await database.write(replace)


async def _copy(database: Graph) -> dict[str, Any]:
    """The parameters of RESTORE_QUERY: relationships refer to nodes by their position."""
    copy = await database.read(COPY_QUERY)
    positions = {node[0]: position for position, node in enumerate(copy["nodes"])}
    links = [[positions[start], positions[end], type_, _with_offset(properties)] for start, end, type_, properties in copy["relationships"]]
    return {"nodes": [[*node, _with_offset(properties)] for *node, properties in copy["nodes"]], "relationships": links}


def _with_offset(properties: dict[str, Any]) -> dict[str, Any]:
    """The driver reads a time in UTC with the name of its zone, and would write that name, which our times do not have."""
    return {key: value.replace(tzinfo=UTC) if isinstance(value, DateTime) else value for key, value in properties.items()}
