"""Remembers how many items wait in an inbox, because every page of the dashboard shows the number."""

from collections.abc import Awaitable, Callable, Hashable
from time import monotonic
from typing import Final

from graph_service.analysis.columns.activity_log import LogPosition, read_log_position
from graph_service.graph import Graph
from graph_service.lru_cache import LRUCache

CAPACITY: Final = 10_000  # inboxes
MAX_AGE: Final = 60.0  # seconds, for changes made in Neo4j directly, without an entry in the log


class InboxCounts:
    """A cache of the count of each inbox, with the end of the activity log when it was read: any later entry invalidates it."""

    def __init__(self) -> None:
        self._counts: LRUCache[Hashable, tuple[LogPosition, float, int]] = LRUCache(CAPACITY)

    async def recall(self, graph: Graph, inbox: Hashable, read: Callable[[], Awaitable[int]]) -> int:
        """The number of items in the inbox. inbox: its owner, with the current day, and the caller."""
        position = await read_log_position(graph)
        known = self._counts.get(inbox)
        if known is not None and known[0] == position and monotonic() - known[1] < MAX_AGE:
            return known[2]
        read_at, count = monotonic(), await read()
        self._counts.put(inbox, (position, read_at, count))
        return count
