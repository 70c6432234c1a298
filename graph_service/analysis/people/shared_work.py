"""Slow computations on the person network: run once for all callers, and in a subprocess where they are large, because igraph holds the GIL."""

import asyncio
import pickle
import sys
from asyncio.subprocess import PIPE
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from graph_service.analysis.facts.arrays import Floats
from graph_service.analysis.people.person_network import PersonNetwork
from graph_service.errors import Internal
from graph_service.lru_cache import LRUCache

A = TypeVar("A")
T = TypeVar("T")
MAX_SIZE_IN_PROCESS: Final = (
    10_000_000  # people with a tie times ties: up to this size a computation takes less time than starting a process
)
MAX_RESULTS: Final = 32  # one of a network of 20,000 people takes 160 kB


@dataclass(frozen=True, slots=True)
class PersonScore:
    """One entry of `function(network)`, by person. The function takes long, so SharedWork runs it only where the value is requested."""

    function: Callable[[PersonNetwork], Floats]
    network: PersonNetwork
    person: int


@dataclass(slots=True, eq=False)
class Computation:
    """A computation, the number of callers who wait for it, and whether it has started or is queued."""

    task: asyncio.Task[Any] | None = None
    waiters: int = 0
    started: bool = False

    @property
    def has_failed(self) -> bool:
        """Whether it ended without a result."""
        return self.task is not None and self.task.done() and (self.task.cancelled() or self.task.exception() is not None)


class SharedWork:
    """Results by function and ties. Views with the same ties share a result, and it stays valid until a write changes the ties.

    Large networks are computed one at a time, so that the requests of one caller leave processor time to others.
    """

    def __init__(self) -> None:
        self._computations = LRUCache[tuple[Callable[..., Any], bytes], Computation](MAX_RESULTS)
        self._one_at_a_time = asyncio.Lock()

    async def compute(self, function: Callable[[PersonNetwork], T], network: PersonNetwork) -> T:
        """Returns function(network). The function must be that of a module, because large networks are computed in a subprocess.

        If no caller waits any more, a computation that has started continues for the next request, and a queued one is cancelled. An error
        is raised to all waiting callers and is not cached.
        """
        key = function, await asyncio.to_thread(network.fingerprint)
        computation = self._computations.get(key)
        if computation is None or computation.has_failed:
            computation = self._computations.put(key, Computation())
            computation.task = asyncio.create_task(self._run(computation, function, network))
        assert computation.task is not None  # noqa: S101 - for the type checker
        computation.waiters += 1
        try:
            result: T = await asyncio.shield(computation.task)
        finally:
            computation.waiters -= 1
            if not computation.waiters and not computation.started:
                computation.task.cancel()
        return result

    async def _run(self, computation: Computation, function: Callable[[PersonNetwork], T], network: PersonNetwork) -> T:
        if size(network) <= MAX_SIZE_IN_PROCESS:
            computation.started = True
            return await asyncio.to_thread(function, network)
        async with self._one_at_a_time:
            computation.started = True
            return await run_in_subprocess(function, network)


def size(network: PersonNetwork) -> int:
    """The number of people with a tie, times the number of ties."""
    return int(network.tied.sum()) * len(network.learner)


async def run_in_subprocess(function: Callable[[A], T], argument: A) -> T:
    """function(argument), where the function is that of a module. The process is killed when the caller stops waiting.

    Raises Internal when the process ends without a result; its error is on stderr, in the log.
    """
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", __name__, stdin=PIPE, stdout=PIPE)
    try:
        output, _ = await process.communicate(pickle.dumps((function, argument)))
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    if process.returncode != 0:
        raise Internal(f"The process that computed {function.__name__} ended with exit code {process.returncode}: see the log.")
    result: T = pickle.loads(output)  # noqa: S301 - from ourselves
    return result


def main() -> None:
    """The subprocess: reads the function and its argument from standard input and writes the result to standard output."""
    function, argument = pickle.load(sys.stdin.buffer)  # noqa: S301 - from ourselves
    pickle.dump(function(argument), sys.stdout.buffer)


if __name__ == "__main__":
    main()
