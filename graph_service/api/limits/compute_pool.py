"""Runs computations in a few threads: round robin by caller; equal computations run once, and one that nobody waits for is cancelled."""

import asyncio
import os
import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from heapq import heappop, heappush
from itertools import count
from threading import Event
from typing import Any, Final, TypeVar

from graph_service.analysis.facts.cancellation import CANCELLATION
from graph_service.api.limits.client_connection import wait_while_connected
from graph_service.errors import TooCostly

T = TypeVar("T")
# More threads would not help: they share the interpreter with the event loop, which has to respond within milliseconds.
THREADS: Final = min(4, max(2, os.cpu_count() or 1))
# Seconds for which a thread may hold the GIL while others wait. With Python's default of 5 ms, the event loop would wait that long after
# each read and write of a socket while measures are computed.
SWITCH_INTERVAL: Final = 0.0005
MAX_QUEUED: Final = 10_000  # computations of one caller that are queued


@dataclass(slots=True, eq=False)
class Computation:
    """A queued or running computation, and the number of requests that wait for its result."""

    key: Hashable
    run: Callable[[], Any]
    result: asyncio.Future[Any]
    cancellation: Event
    waiting: int = 0


class ComputePool:
    """At most `threads` computations at a time."""

    def __init__(self, threads: int = THREADS) -> None:
        sys.setswitchinterval(SWITCH_INTERVAL)
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="compute")
        self._free = threads
        self._count = count()
        self._queues: OrderedDict[str, list[tuple[int, int, Computation]]] = OrderedDict()  # a heap for each caller, the next caller first
        self._computations: dict[Hashable, Computation] = {}

    async def compute(self, caller: str, priority: int, key: Hashable, function: Callable[[], T], client_disconnected: asyncio.Event) -> T:
        """The result of a function. Calls with the same key share one computation, which is cancelled when none of them waits any more.

        priority: how many computations the request has asked for before; of one caller, the lowest runs first, so that a large request does not
        delay the others. Raises Timeout when the client disconnects, TooCostly when too many computations of the caller are queued.
        """
        computation = self._computations.get(key) or self._enqueue(caller, priority, key, function)
        computation.waiting += 1
        try:
            await wait_while_connected(computation.result, client_disconnected)
            return computation.result.result()
        finally:
            computation.waiting -= 1
            if not computation.waiting and not computation.result.done():
                self._cancel(computation)

    def close(self) -> None:
        """Cancels what runs and waits."""
        for computation in self._computations.values():
            computation.cancellation.set()
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _enqueue(self, caller: str, priority: int, key: Hashable, function: Callable[[], Any]) -> Computation:
        queue = self._queues.setdefault(caller, [])
        if len(queue) >= MAX_QUEUED:
            raise TooCostly(
                f"{MAX_QUEUED:,} computations of this caller are waiting already. Wait for their responses before sending more."
            )
        context, cancellation = copy_context(), Event()
        context.run(CANCELLATION.set, cancellation)
        computation = Computation(key, partial(context.run, function), asyncio.get_running_loop().create_future(), cancellation)
        self._computations[key] = computation
        heappush(queue, (priority, next(self._count), computation))
        self._start_next()
        return computation

    def _start_next(self) -> None:
        """Starts the first computation of the next caller, who then goes to the end of the queue."""
        while self._free and self._queues:
            caller, queue = self._queues.popitem(last=False)
            _, _, computation = heappop(queue)
            if queue:
                self._queues[caller] = queue
            if computation.result.cancelled():
                continue
            self._free -= 1
            running = asyncio.wrap_future(self._executor.submit(computation.run))
            running.add_done_callback(lambda done, computation=computation: self._finish(computation, done))

    def _finish(self, computation: Computation, done: asyncio.Future[Any]) -> None:
        self._free += 1
        self._forget(computation)
        if done.cancelled():
            computation.result.cancel()
        elif (error := done.exception()) is None and not computation.result.done():
            computation.result.set_result(done.result())
        elif error is not None and not computation.result.done():
            computation.result.set_exception(error)
        self._start_next()

    def _cancel(self, computation: Computation) -> None:
        """Its thread ends at the next check; without a thread, it is skipped when it reaches the head of the queue."""
        computation.cancellation.set()
        computation.result.cancel()
        self._forget(computation)

    def _forget(self, computation: Computation) -> None:
        if self._computations.get(computation.key) is computation:
            del self._computations[computation.key]
