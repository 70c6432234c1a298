"""Reads the whole graph in one state, although others may write meanwhile."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from graph_service.graph import Graph
from graph_service.ingest.lease import OtherImport, import_lease, read_log_position

ROUNDS = 3  # in the last one, commands wait until everything is read

T = TypeVar("T")


async def read_one_state(
    graph: Graph, read: Callable[[int, int], Awaitable[T]], on_wait: Callable[[OtherImport], None] = lambda _: None
) -> T:
    """Calls `read` with the position of the log and the number of the round, and returns its result for a round in which nobody wrote.

    The third round takes the lease of imports, so that commands wait. A read of Neo4j sees what others commit while it runs, so one
    transaction would not do. `on_wait` is called while an import runs that the last round waits for.
    """
    for number in range(1, ROUNDS):
        position = await read_log_position(graph)
        result = await read(position, number)
        if await read_log_position(graph) == position:
            return result
    async with import_lease(graph) as lease:
        lease.exclusive = True
        await lease.acquire(on_wait)
        return await read(await read_log_position(graph), ROUNDS)
