"""Waiting for a result while the client of the request is still connected."""

import asyncio
from typing import Any, Final

from graph_service.errors import Timeout

CLIENT_DISCONNECTED: Final = "The client disconnected."


async def wait_while_connected(result: asyncio.Future[Any], client_disconnected: asyncio.Event, seconds: float | None = None) -> None:
    """Returns when the result is available, or after so many `seconds`. Raises Timeout as soon as the client disconnects."""
    disconnection = asyncio.ensure_future(client_disconnected.wait())
    try:
        await asyncio.wait({result, disconnection}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if disconnection.done() and not result.done():
            raise Timeout(CLIENT_DISCONNECTED)
    finally:
        disconnection.cancel()
