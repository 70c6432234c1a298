"""Waiting for a result while the client of the request is still connected."""

import asyncio
from typing import Any, Final

from graph_service.errors import Timeout

CLIENT_LEFT: Final = "The client has left."


async def wait_while_connected(result: asyncio.Future[Any], client_left: asyncio.Event, patience: float | None = None) -> None:
    """Returns when the result is there, or after `patience` seconds without one. Raises Timeout as soon as the client has left."""
    leaving = asyncio.ensure_future(client_left.wait())
    try:
        await asyncio.wait({result, leaving}, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        if leaving.done() and not result.done():
            raise Timeout(CLIENT_LEFT)
    finally:
        leaving.cancel()
