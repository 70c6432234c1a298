"""Callers take turns: of the requests of one caller that graphql-core executes, only a few are executed at the same time."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final
from weakref import WeakValueDictionary

from graph_service.errors import Timeout

MAX_CONCURRENT: Final = 4  # requests of one caller
STILL_WAITING: Final = (
    f"{MAX_CONCURRENT} requests of this caller were still running when this one should have ended. Send fewer at the same time."
)


class Turns:
    """Lets a few requests of each caller run at a time, in the order in which they came.

    graphql-core makes coroutines for each field, so that a response with some thousand measures takes 30 MB while it is written.
    """

    def __init__(self, limit: int = MAX_CONCURRENT) -> None:
        self._limit = limit
        self._callers: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()  # those with requests that run or wait

    @asynccontextmanager
    async def turn(self, caller: str, deadline: float) -> AsyncGenerator[None]:
        """Waits for a turn, which ends on exit. Raises Timeout at the deadline, which is in the time of the event loop."""
        semaphore = self._callers.setdefault(caller, asyncio.Semaphore(self._limit))
        try:
            async with asyncio.timeout_at(deadline):
                await semaphore.acquire()
        except TimeoutError as error:
            raise Timeout(STILL_WAITING) from error
        try:
            yield
        finally:
            semaphore.release()
