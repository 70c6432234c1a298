"""Connects to a Neo4j that may not have started yet."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final

from graph_service.errors import GraphServiceError
from graph_service.graph.driver import Graph, connect
from graph_service.graph.driver_errors import is_temporary
from graph_service.settings import Settings

AVAILABILITY_TIMEOUT: Final = 600.0  # seconds; a Neo4j that recovers a large database takes minutes
MAX_PAUSE: Final = 5.0  # seconds between two attempts


@asynccontextmanager
async def connect_when_available(
    settings: Settings, report: Callable[[str], None], *, patience: float = AVAILABILITY_TIMEOUT
) -> AsyncGenerator[Graph]:
    """`connect`, repeated for `patience` seconds while Neo4j does not respond. report: receives the reason after each attempt.

    Raises at once what waiting cannot mend: an invalid address, a wrong password, an unknown database.
    """
    async with AsyncExitStack() as stack:
        yield await _connect_repeatedly(stack, settings, report, patience)


async def _connect_repeatedly(stack: AsyncExitStack, settings: Settings, report: Callable[[str], None], patience: float) -> Graph:
    clock = asyncio.get_running_loop().time
    deadline, pause = clock() + patience, 0.5
    while True:
        try:
            return await stack.enter_async_context(connect(settings))
        except GraphServiceError as error:
            if not is_temporary(error) or clock() >= deadline:
                raise
            report(error.message)
        await asyncio.sleep(pause)
        pause = min(2 * pause, MAX_PAUSE)
