"""The concurrency limit: how many requests of one caller run at the same time, and which requests wait."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from graph_service.access import LOCAL_CALLER
from graph_service.api.context import Context, Resources
from graph_service.api.limits.concurrency import MAX_CONCURRENT, ConcurrencyLimit
from graph_service.api.schema import schema
from graph_service.errors import Timeout
from graph_service.graph import Graph

PATIENCE = 60.0
STAYS = asyncio.Event()


def soon(seconds: float = PATIENCE) -> float:
    return asyncio.get_running_loop().time() + seconds


async def test_requests_of_one_caller_run_in_order_and_a_few_at_a_time() -> None:
    limit, running, most, order = ConcurrencyLimit(2), 0, 0, list[int]()

    async def request(number: int) -> None:
        nonlocal running, most
        async with limit.slot("one", soon(), STAYS):
            running += 1
            most = max(most, running)
            order.append(number)
            await asyncio.sleep(0)
            running -= 1

    await asyncio.gather(*map(request, range(10)))
    assert (most, order) == (2, list(range(10)))


async def test_caller_with_many_requests_does_not_delay_another_one() -> None:
    limit = ConcurrencyLimit(1)
    async with limit.slot("one", soon(), STAYS):
        waiting = asyncio.create_task(_run(limit, "one"))
        await asyncio.wait_for(_run(limit, "other"), PATIENCE)
        assert not waiting.done()
    await asyncio.wait_for(waiting, PATIENCE)


async def test_request_that_waits_until_its_deadline_times_out_and_takes_no_turn() -> None:
    limit = ConcurrencyLimit(1)
    async with limit.slot("one", soon(), STAYS):
        with pytest.raises(Timeout, match="Send fewer at the same time"):
            async with limit.slot("one", soon(0.01), STAYS):
                pytest.fail("It ran beyond the limit.")
    await asyncio.wait_for(_run(limit, "one"), PATIENCE)


async def test_request_whose_client_leaves_stops_waiting_and_takes_no_turn() -> None:
    limit, left = ConcurrencyLimit(1), asyncio.Event()
    async with limit.slot("one", soon(), STAYS):
        waiting = asyncio.create_task(_run(limit, "one", left))
        await asyncio.sleep(0.01)
        left.set()
        with pytest.raises(Timeout, match="The client disconnected"):
            await asyncio.wait_for(waiting, PATIENCE)
    await asyncio.wait_for(_run(limit, "one"), PATIENCE)


async def test_request_that_is_cancelled_when_its_turn_comes_passes_it_on() -> None:
    for rounds in range(6):  # event loop rounds between the end of the earlier request and the cancellation
        limit = ConcurrencyLimit(1)
        async with limit.slot("one", soon(), STAYS):
            waiting = asyncio.create_task(_run(limit, "one"))
            await asyncio.sleep(0.01)
        for _ in range(rounds):
            await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await asyncio.wait_for(_run(limit, "one"), PATIENCE)


async def test_quick_requests_do_not_wait_for_measures(seeded: Graph) -> None:
    resources = Resources.create(seeded, max_cost=10**6, min_group=5, answer_timeout=PATIENCE)
    caller = Context(resources, LOCAL_CALLER).caller_address
    async with AsyncExitStack() as running:
        for _ in range(MAX_CONCURRENT):
            await running.enter_async_context(resources.concurrency.slot(caller, soon(), STAYS))
        for document in (
            "{ caller { name } activity(first: 1) { seq } }",
            '{ searchEverything(text: "water") { id } lessons { totalCount } }',
        ):
            quick = await schema.execute(document, context_value=Context(resources, LOCAL_CALLER, deadline=soon()))
            assert quick.errors is None
        mixed = await schema.execute(
            "{ caller { name } network { flow { events } } }", context_value=Context(resources, LOCAL_CALLER, deadline=soon(0.05))
        )
        assert mixed.errors
    await resources.close()


async def test_only_requests_with_computed_fields_wait(seeded: Graph) -> None:
    resources = Resources.create(seeded, max_cost=10**6, min_group=5, answer_timeout=PATIENCE)
    caller = Context(resources, LOCAL_CALLER).caller_address
    async with AsyncExitStack() as running:
        for _ in range(MAX_CONCURRENT):
            await running.enter_async_context(resources.concurrency.slot(caller, soon(), STAYS))
        plain = await schema.execute("{ lessons { totalCount } }", context_value=Context(resources, LOCAL_CALLER))
        assert plain.errors is None
        for document in ("{ network { flow { events } } }", "{ lessons { totalCount } network { silos { q } } }"):
            computed = await schema.execute(document, context_value=Context(resources, LOCAL_CALLER, deadline=soon(0.05)))
            assert computed.errors
            assert isinstance(computed.errors[0].original_error, Timeout)
    await resources.close()


async def _run(limit: ConcurrencyLimit, caller: str, client_disconnected: asyncio.Event = STAYS) -> None:
    async with limit.slot(caller, soon(), client_disconnected):
        pass
