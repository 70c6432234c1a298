"""The columns, read from the graph and kept for as long as nothing has been written."""

import asyncio
from typing import Final, LiteralString

from graph_service.graph import Graph
from graph_service.network.columns import Columns
from graph_service.network.encoding import build_columns
from graph_service.network.reading import read_rows

TRIES: Final = 3

SEQUENCE_QUERY: LiteralString = """
OPTIONAL MATCH (sequence:Sequence {name: 'activity'})
RETURN coalesce(sequence.value, 0) AS seq
"""


class Snapshots:
    """One worker's columns. They are read again, by one caller for all, once an activity has been written since."""

    def __init__(self, graph: Graph, min_group: int) -> None:
        self._graph = graph
        self._min_group = min_group
        self._columns: Columns | None = None
        self._loading = asyncio.Lock()

    async def current(self) -> Columns:
        """Columns that include every activity written before this call."""
        written = await self._graph.read(SEQUENCE_QUERY)
        if not self._includes(written):
            async with self._loading:
                if not self._includes(written):  # it may have come while we waited
                    self._columns = await load_columns(self._graph, self._min_group)
        assert self._columns is not None  # noqa: S101 - for the type checker
        return self._columns

    def _includes(self, written: int) -> bool:
        return self._columns is not None and self._columns.as_of >= written


async def load_columns(graph: Graph, min_group: int) -> Columns:
    """Reads everything. `as_of` is never newer than the data.

    Under steady writing the last try may hold more than `as_of` says: parts of activities after it, which the next load completes.
    """
    as_of: int = await graph.read(SEQUENCE_QUERY)
    rows = await read_rows(graph)
    for _ in range(TRIES - 1):
        written: int = await graph.read(SEQUENCE_QUERY)
        if written == as_of:
            break
        as_of, rows = written, await read_rows(graph)
    return await asyncio.to_thread(build_columns, rows, as_of, min_group)
