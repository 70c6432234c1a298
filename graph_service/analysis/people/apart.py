"""Work that takes long, in a process of its own: igraph holds the interpreter while it works, and with it every other request."""

import asyncio
import pickle
import sys
from asyncio.subprocess import PIPE
from collections.abc import Callable
from typing import TypeVar

from graph_service.errors import Internal

A = TypeVar("A")
T = TypeVar("T")


async def work_apart(measure: Callable[[A], T], given: A) -> T:
    """measure(given), a function of a module; ended when it is no longer awaited. Internal when the process ends without an answer."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", __name__, stdin=PIPE, stdout=PIPE)
    try:
        answer, _ = await process.communicate(pickle.dumps((measure, given)))
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    if process.returncode != 0:
        raise Internal(f"The process that worked out {measure.__name__} ended with {process.returncode}: see the log.")
    found: T = pickle.loads(answer)  # noqa: S301 - from ourselves
    return found


def main() -> None:
    """The other end: reads what to do from standard input, and writes what came of it to standard output."""
    measure, given = pickle.load(sys.stdin.buffer)  # noqa: S301 - from ourselves
    pickle.dump(measure(given), sys.stdout.buffer)


if __name__ == "__main__":
    main()
