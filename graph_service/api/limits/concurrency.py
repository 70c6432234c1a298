"""Limits how many requests of one caller graphql-core executes at the same time; further ones wait."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final
from weakref import WeakValueDictionary

from graph_service.api.limits.client_connection import wait_while_connected
from graph_service.errors import Timeout

MAX_CONCURRENT: Final = 4  # requests of one caller
STILL_WAITING: Final = (
    f"This request was not started, because {MAX_CONCURRENT} earlier requests of the same caller were still running. "
    "Send fewer at the same time."
)


class ConcurrencyLimit:
    """Lets a few requests of each caller run at a time, in the order in which they came.

    graphql-core makes coroutines for each field, so that a response with some thousand measures takes 30 MB while it is written.
    """

    def __init__(self, limit: int = MAX_CONCURRENT) -> None:
        self._limit = limit
        self._callers: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()  # those with requests that run or wait

    @asynccontextmanager
    async def slot(self, caller: str, deadline: float, client_disconnected: asyncio.Event) -> AsyncGenerator[None]:
        """Waits for one of the slots of the caller, which is free again on exit.

        deadline: in the time of the event loop. Raises Timeout at the deadline, and as soon as the client disconnects.
        """
        semaphore = self._callers.setdefault(caller, asyncio.Semaphore(self._limit))
        await _acquire(semaphore, deadline, client_disconnected)
        try:
            yield
        finally:
            semaphore.release()


async def _acquire(semaphore: asyncio.Semaphore, deadline: float, client_disconnected: asyncio.Event) -> None:
    acquiring = asyncio.ensure_future(semaphore.acquire())
    try:
        await wait_while_connected(acquiring, client_disconnected, deadline - asyncio.get_running_loop().time())
    except asyncio.CancelledError:
        if acquiring.done():
            semaphore.release()
        raise
    finally:
        acquiring.cancel()
    if not acquiring.done():
        raise Timeout(STILL_WAITING)
