"""What takes long is worked out once, and in a process of its own."""

import asyncio
import os
import time
from collections.abc import Callable
from random import Random
from typing import cast

import numpy as np
import psutil
import pytest

from graph_service.analysis.people.apart import work_apart
from graph_service.analysis.people.betweenness import betweenness
from graph_service.analysis.people.leiden import divide
from graph_service.analysis.people.person_network import PersonNetwork
from graph_service.analysis.people.shared_work import SOON, Kept
from graph_service.errors import Internal


def network(people: int, ties: int, seed: int = 1) -> PersonNetwork:
    """That many random ties."""
    random = Random(seed)
    pairs = sorted(random.sample([(a, b) for a in range(people) for b in range(people) if a != b], ties))
    learner, reuser = np.array(pairs, np.int32).T
    return PersonNetwork(people, learner.copy(), reuser.copy(), np.ones(ties))


SMALL, LARGE = network(20, 60), network(500, 25_000)


@pytest.mark.parametrize("given", [SMALL, LARGE], ids=["in a thread", "apart"])
async def test_answers_are_those_of_the_measure(given: PersonNetwork) -> None:
    assert (given.people * len(given.learner) > SOON) == (given is LARGE)
    kept = Kept()
    assert (await kept.ask(betweenness, given) == betweenness(given)).all()
    division, expected = await kept.ask(divide, given), divide(given)
    assert ((division.community == expected.community).all(), division.modularity) == (True, expected.modularity)


async def test_the_same_ties_are_worked_out_once_whoever_asks() -> None:
    kept = Kept()
    answers = await asyncio.gather(*(kept.ask(betweenness, given) for given in (SMALL, network(20, 60), network(20, 60, seed=2))))
    assert answers[0] is answers[1]
    assert answers[2] is not answers[0]
    assert await kept.ask(betweenness, SMALL) is answers[0]


async def test_the_service_goes_on_meanwhile() -> None:
    """Were the interpreter held, next to nothing would come in between."""
    working, turns = asyncio.create_task(Kept().ask(betweenness, LARGE)), 0
    while not working.done():
        await asyncio.sleep(0.001)
        turns += 1
    assert turns > 20


async def test_who_no_longer_waits_leaves_no_answer_undone_for_others() -> None:
    kept = Kept()
    first, second = (asyncio.create_task(kept.ask(betweenness, LARGE)) for _ in range(2))
    await asyncio.sleep(0.1)
    first.cancel()
    assert (await second == betweenness(LARGE)).all()


async def test_the_process_ends_with_the_wait_for_it() -> None:
    before, started = set(psutil.Process().children()), set[psutil.Process]()
    working = asyncio.create_task(work_apart(time.sleep, 60))
    for _ in range(1_000):
        await asyncio.sleep(0.01)
        if started := set(psutil.Process().children()) - before:
            break
    working.cancel()
    await asyncio.wait({working}, timeout=20)
    assert working.cancelled()
    assert started
    assert not any(process.is_running() for process in started)


async def test_a_process_that_ends_without_an_answer_is_a_fault() -> None:
    with pytest.raises(Internal, match="_exit ended with 3"):
        await work_apart(os._exit, 3)


async def test_a_fault_is_not_kept() -> None:
    kept, faults = Kept(), set[Internal]()
    for _ in range(2):
        with pytest.raises(Internal) as fault:
            await kept.ask(cast("Callable[[PersonNetwork], int]", len), LARGE)  # a network has no length
        faults.add(fault.value)
    assert len(faults) == 2
