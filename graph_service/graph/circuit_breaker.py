"""A circuit breaker for reads: while the database does not respond, reads fail at once instead of each waiting for its timeout."""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import Context
from typing import Final

from graph_service.errors import GraphServiceError, Unavailable

FAILURES_TO_PROBE: Final = 3  # reads in a row without a response
PROBE_INTERVAL: Final = 1.0  # seconds between two probes while open
PROBE_TIMEOUT: Final = 2.0  # seconds
NOT_RESPONDING: Final = "Neo4j does not respond. The service checks every second and resumes as soon as Neo4j responds."


class CircuitBreaker:
    """After several failed reads in a row, `probe` runs every second until it succeeds. The breaker opens when a probe fails.

    Failed reads alone do not open it, because they may be slow only because Neo4j is busy.
    """

    def __init__(self, probe: Callable[[], Awaitable[object]]) -> None:
        self._probe = probe
        self._failures = 0
        self._is_open = False
        self._recovery: asyncio.Task[None] | None = None

    def check(self) -> None:
        """Raises Unavailable while the breaker is open."""
        if self._is_open:
            raise Unavailable(NOT_RESPONDING)

    def record(self, *, responded: bool) -> None:
        """Counts one read. An error that the database reported is a response too."""
        self._failures = 0 if responded else self._failures + 1
        if self._failures >= FAILURES_TO_PROBE and self._recovery is None:
            # In a context of its own, because the recovered database may lack the transactions of the failed request's bookmarks.
            self._recovery = asyncio.create_task(self._recover(), context=Context())

    async def _recover(self) -> None:
        while not await self._is_responding():
            self._is_open = True
            await asyncio.sleep(PROBE_INTERVAL)
        self._failures, self._is_open, self._recovery = 0, False, None

    async def _is_responding(self) -> bool:
        try:
            async with asyncio.timeout(PROBE_TIMEOUT):
                await self._probe()
        except (TimeoutError, GraphServiceError):
            return False
        return True

    async def close(self) -> None:
        """Ends the background task."""
        if self._recovery is not None:
            self._recovery.cancel()
            await asyncio.wait({self._recovery})
