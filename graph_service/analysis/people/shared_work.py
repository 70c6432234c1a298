"""What takes long to work out of the person network, worked out once for all who ask, and kept."""

import asyncio
from collections.abc import Callable
from typing import Any, Final, TypeVar

from graph_service.analysis.people.apart import work_apart
from graph_service.analysis.people.person_network import PersonNetwork

T = TypeVar("T")
SOON: Final = 10_000_000  # people with a tie times ties: up to there it takes less time than starting a process does
MOST: Final = 32  # answers kept; one of a network of 20,000 people takes 160 kB


class Kept:
    """Answers by measure and ties: views with the same ties share them, and they outlast every write that leaves the ties as they are.

    One large network is worked on at a time, so that somebody's many questions leave the rest of the machine to the others.
    """

    def __init__(self) -> None:
        self._answers: dict[tuple[Callable[..., Any], bytes], asyncio.Task[Any]] = {}
        self._turn = asyncio.Lock()

    async def ask(self, measure: Callable[[PersonNetwork], T], network: PersonNetwork) -> T:
        """measure(network). It goes on for others if who asked first no longer waits."""
        key = measure, await asyncio.to_thread(network.fingerprint)
        answer = self._answers.pop(key, None) or asyncio.create_task(self._work_out(measure, network))
        self._answers[key] = answer  # the last to be dropped
        for oldest in list(self._answers)[:-MOST]:
            del self._answers[oldest]
        try:
            return await asyncio.shield(answer)
        finally:
            if answer.done() and (answer.cancelled() or answer.exception()) and self._answers.get(key) is answer:
                del self._answers[key]

    async def _work_out(self, measure: Callable[[PersonNetwork], T], network: PersonNetwork) -> T:
        if int(network.tied.sum()) * len(network.learner) <= SOON:
            return await asyncio.to_thread(measure, network)
        async with self._turn:
            return await work_apart(measure, network)
