"""Slow computations run once for all callers, and in a process of their own where they are large."""

import asyncio
import os
import threading
import time
from pathlib import Path
from random import Random

import numpy as np
import psutil
import pytest

from graph_service.analysis.people.betweenness import betweenness
from graph_service.analysis.people.leiden import find_communities
from graph_service.analysis.people.person_network import PersonNetwork
from graph_service.analysis.people.shared_work import MAX_SIZE_IN_PROCESS, SharedWork, run_in_subprocess
from graph_service.errors import Internal


def network(people: int, ties: int, seed: int = 1) -> PersonNetwork:
    """A network with this number of random ties."""
    random = Random(seed)
    pairs = sorted(random.sample([(a, b) for a in range(people) for b in range(people) if a != b], ties))
    learner, reuser = np.array(pairs, np.int32).T
    return PersonNetwork(people, learner.copy(), reuser.copy(), np.ones(ties))


SMALL, LARGE = network(20, 60), network(500, 25_000)


@pytest.mark.parametrize("network", [SMALL, LARGE], ids=["in a thread", "in a subprocess"])
@pytest.mark.thorough
async def test_result_is_that_of_the_function(network: PersonNetwork) -> None:
    assert (network.people * len(network.learner) > MAX_SIZE_IN_PROCESS) == (network is LARGE)
    shared_work = SharedWork()
    assert (await shared_work.compute(betweenness, network) == betweenness(network)).all()
    clustering, expected = await shared_work.compute(find_communities, network), find_communities(network)
    assert ((clustering.community == expected.community).all(), clustering.modularity) == (True, expected.modularity)


async def test_networks_with_the_same_ties_are_computed_once() -> None:
    shared_work = SharedWork()
    networks = (SMALL, network(20, 60), network(20, 60, seed=2))
    results = await asyncio.gather(*(shared_work.compute(betweenness, network) for network in networks))
    assert results[0] is results[1]
    assert results[2] is not results[0]
    assert await shared_work.compute(betweenness, SMALL) is results[0]


async def test_event_loop_keeps_running_during_a_computation() -> None:
    """If the GIL were held, the loop would hardly take a turn."""
    working, turns = asyncio.create_task(SharedWork().compute(betweenness, LARGE)), 0
    while not working.done():
        await asyncio.sleep(0.001)
        turns += 1
    assert turns > 20


async def test_computation_goes_on_for_others_when_the_first_caller_is_cancelled() -> None:
    shared_work = SharedWork()
    first, second = (asyncio.create_task(shared_work.compute(betweenness, LARGE)) for _ in range(2))
    await asyncio.sleep(0.1)
    first.cancel()
    assert (await second == betweenness(LARGE)).all()


async def test_subprocess_ends_when_its_caller_is_cancelled() -> None:
    before, started = set(psutil.Process().children()), set[psutil.Process]()
    working = asyncio.create_task(run_in_subprocess(time.sleep, 60))
    for _ in range(1_000):
        await asyncio.sleep(0.01)
        if started := set(psutil.Process().children()) - before:
            break
    working.cancel()
    await asyncio.wait({working}, timeout=20)
    assert working.cancelled()
    assert started
    assert not any(process.is_running() for process in started)


async def test_subprocess_that_ends_without_a_result_is_an_internal_error() -> None:
    with pytest.raises(Internal, match="_exit ended with exit code 3"):
        await run_in_subprocess(os._exit, 3)


async def test_failure_is_not_kept() -> None:
    shared_work, faults = SharedWork(), set[Internal]()
    for _ in range(2):
        with pytest.raises(Internal) as fault:
            await shared_work.compute(len, LARGE)  # pyright: ignore[reportArgumentType] - a network has no length
        faults.add(fault.value)
    assert len(faults) == 2


async def test_failure_that_nobody_waited_for_is_not_returned_to_the_next_caller() -> None:
    shared_work, started, released, calls = SharedWork(), threading.Event(), threading.Event(), 0

    def fail_once(_: PersonNetwork) -> int:
        nonlocal calls
        calls += 1
        if calls == 1:
            started.set()
            released.wait(timeout=20)
            raise Internal("The first computation fails.")
        return calls

    others = asyncio.all_tasks()
    first = asyncio.create_task(shared_work.compute(fail_once, SMALL))
    await asyncio.to_thread(started.wait, 20)
    first.cancel()
    await asyncio.wait({first})
    released.set()
    await asyncio.wait(asyncio.all_tasks() - others)
    assert await shared_work.compute(fail_once, SMALL) == 2


def leave_mark(_: PersonNetwork) -> int:
    Path(os.environ["TEST_MARK"]).touch()
    return 0


async def test_queued_computation_is_cancelled_when_nobody_waits_and_a_running_one_goes_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TEST_MARK", str(tmp_path / "mark"))
    shared_work, before = SharedWork(), set(psutil.Process().children())
    running = asyncio.create_task(shared_work.compute(betweenness, LARGE))
    while not (started := set(psutil.Process().children()) - before):  # noqa: ASYNC110 - the process tells nobody
        await asyncio.sleep(0.01)
    queued = asyncio.create_task(shared_work.compute(leave_mark, LARGE))
    await asyncio.sleep(0.1)
    for caller in (running, queued):
        caller.cancel()
    await asyncio.wait({running, queued})
    assert all(process.is_running() for process in started)
    assert (await shared_work.compute(betweenness, LARGE) == betweenness(LARGE)).all()
    async with shared_work._one_at_a_time:  # what is queued would have its turn before
        assert not (tmp_path / "mark").exists()
