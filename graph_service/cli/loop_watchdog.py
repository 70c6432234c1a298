"""Ends the process when its event loop hangs: a hung worker holds its connections, ignores SIGTERM, and is replaced only once it is gone."""

import asyncio
import logging
import os
import sys
import threading
import traceback
from typing import Final

LOG = logging.getLogger(__name__)
HANG_TIMEOUT: Final = 30  # seconds; the loop normally responds within milliseconds
EXIT_CODE: Final = 70  # EX_SOFTWARE of sysexits.h


def exit_when_loop_hangs(seconds: int = HANG_TIMEOUT) -> None:
    """Watches the running event loop from a thread."""
    loop, thread = asyncio.get_running_loop(), threading.get_ident()
    threading.Thread(target=_watch, args=(loop, thread, seconds), daemon=True).start()


def _watch(loop: asyncio.AbstractEventLoop, thread: int, seconds: int) -> None:
    while not loop.is_closed():
        responded = threading.Event()
        try:
            loop.call_soon_threadsafe(responded.set)
        except RuntimeError:  # closed in the meantime
            return
        # Several waits of a second: one long wait would also count the time in which the whole process was suspended.
        if not any(responded.wait(1) for _ in range(seconds)):
            LOG.critical("The event loop has not responded for %d s; this process ends. It was at:\n%s", seconds, _stack(thread))
            os._exit(EXIT_CODE)
        threading.Event().wait(1)


def _stack(thread: int) -> str:
    """Files, lines and functions; no values."""
    return "".join(traceback.format_stack(sys._current_frames().get(thread)))  # pyright: ignore[reportPrivateUsage] - documented in spite of its name
