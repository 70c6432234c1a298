"""Delays the cancellation of an import or an undo until the batch that is being written is committed, so that the progress it reports is true."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

T = TypeVar("T")
FINISH_TIMEOUT: Final = 30.0  # seconds that a batch gets to finish, if Neo4j still responds


async def finish_batch(batch: Coroutine[Any, Any, T]) -> T:
    """The result of writing a batch. If the caller is cancelled meanwhile, the cancellation takes effect after the batch."""
    task = asyncio.create_task(batch)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        if not task.done():
            await asyncio.wait([task], timeout=FINISH_TIMEOUT)
            task.cancel()
        raise
