"""The threads for computations: turns by caller, equal computations once, cancellation, and requests that ask for too much."""

import asyncio
import contextlib
import sys
import threading
from collections.abc import Callable, Iterator

import httpx
import pytest
from starlette.types import Message

from graph_service.access import LOCAL_CALLER
from graph_service.analysis.facts.cancellation import cancellable
from graph_service.api.context import Context, Resources
from graph_service.api.limits.compute_pool import MAX_QUEUED, ComputePool
from graph_service.api.schema import schema
from graph_service.app import create_app
from graph_service.errors import Timeout, TooCostly
from graph_service.graph import Graph
from graph_service.settings import Settings

PATIENCE = 60.0
TIMELINE = "timeline(every: MONTH) { network { silos { q } flow { events } storyBalance { lessons } shelf { published } participation { lessons } } }"


@pytest.fixture
def pool() -> Iterator[ComputePool]:
    """One thread: computations run one after another."""
    pool = ComputePool(1)
    yield pool
    pool.close()


class Gate:
    """A computation that waits until it is opened."""

    def __init__(self) -> None:
        self.started, self.opened = threading.Event(), threading.Event()

    def __call__(self) -> str:
        self.started.set()
        assert self.opened.wait(PATIENCE)
        return "opened"


def start(
    pool: ComputePool, caller: str, key: object, compute: Callable[[], object], left: asyncio.Event | None = None, *, turn: int = 0
) -> asyncio.Task[object]:
    return asyncio.create_task(pool.compute(caller, turn, key, compute, left or asyncio.Event()))


async def started(gate: Gate) -> None:
    assert await asyncio.to_thread(gate.started.wait, PATIENCE)


async def test_callers_take_turns(pool: ComputePool) -> None:
    gate, order = Gate(), list[str]()
    running = start(pool, "busy", "gate", gate)
    await started(gate)
    tasks = [start(pool, "busy", number, lambda number=number: order.append(f"busy {number}")) for number in range(5)]
    await asyncio.sleep(0)
    tasks += [start(pool, "other", f"other {number}", lambda number=number: order.append(f"other {number}")) for number in range(2)]
    await asyncio.sleep(0)
    gate.opened.set()
    await asyncio.wait_for(asyncio.gather(running, *tasks), PATIENCE)
    assert order == ["busy 0", "other 0", "busy 1", "other 1", "busy 2", "busy 3", "busy 4"]


async def test_requests_of_one_caller_take_turns(pool: ComputePool) -> None:
    gate, order = Gate(), list[str]()
    running = start(pool, "one", "gate", gate)
    await started(gate)
    tasks = [
        start(pool, "one", f"{name}{turn}", lambda name=name, turn=turn: order.append(f"{name}{turn}"), turn=turn)
        for name in "ab"
        for turn in range(3)
    ]
    await asyncio.sleep(0)
    gate.opened.set()
    await asyncio.wait_for(asyncio.gather(running, *tasks), PATIENCE)
    assert order == ["a0", "b0", "a1", "b1", "a2", "b2"]


async def test_equal_computations_run_once(pool: ComputePool) -> None:
    calls: list[int] = []
    gate = Gate()
    running = start(pool, "one", "gate", gate)
    tasks = [start(pool, caller, "same", lambda: calls.append(1) or len(calls)) for caller in ("one", "other", "third")]
    await started(gate)
    gate.opened.set()
    assert await asyncio.wait_for(asyncio.gather(running, *tasks), PATIENCE) == ["opened", 1, 1, 1]
    assert await start(pool, "one", "same", lambda: calls.append(1) or len(calls)) == 2  # finished results are not kept


async def test_error_reaches_everybody_who_waits(pool: ComputePool) -> None:
    def fail() -> None:
        raise TooCostly("too much")

    results = await asyncio.gather(*(start(pool, caller, "same", fail) for caller in "ab"), return_exceptions=True)
    assert [type(result) for result in results] == [TooCostly] * 2


async def test_computation_is_cancelled_when_nobody_waits(pool: ComputePool) -> None:
    begun, ended = threading.Event(), threading.Event()

    def compute() -> None:
        try:
            for _ in cancellable(iter(int, 1)):  # endless
                begun.set()
        finally:
            ended.set()

    left = asyncio.Event()
    first, second = start(pool, "one", "same", compute, left), start(pool, "other", "same", compute)
    assert await asyncio.to_thread(begun.wait, PATIENCE)
    left.set()
    with pytest.raises(Timeout, match="The client disconnected"):
        await first
    assert not ended.is_set()  # the other one still waits
    second.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await second
    assert await asyncio.to_thread(ended.wait, PATIENCE)
    assert await asyncio.wait_for(start(pool, "one", "next", lambda: "free again"), PATIENCE) == "free again"


async def test_computation_that_nobody_waits_for_does_not_start(pool: ComputePool) -> None:
    gate, ran = Gate(), list[str]()
    running = start(pool, "one", "gate", gate)
    await started(gate)
    waiting = start(pool, "one", "waiting", lambda: ran.append("waiting"))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait({waiting})
    gate.opened.set()
    await running
    await start(pool, "one", "next", lambda: ran.append("next"))
    assert ran == ["next"]


@pytest.mark.thorough
async def test_queue_of_a_caller_is_bounded(pool: ComputePool) -> None:
    gate = Gate()
    running = start(pool, "one", "gate", gate)
    await started(gate)
    tasks = [start(pool, "one", number, int) for number in range(MAX_QUEUED)]
    await asyncio.sleep(0)
    with pytest.raises(TooCostly, match="10,000 computations"):
        await start(pool, "one", "one more", int)
    other = start(pool, "other", "other", int)
    gate.opened.set()
    await asyncio.wait_for(asyncio.gather(running, other, *tasks), PATIENCE)


async def test_measures_count_towards_the_cost_of_a_request(seeded: Graph) -> None:
    resources = Resources.create(seeded, max_cost=100_000, min_group=5, answer_timeout=PATIENCE)
    one = await schema.execute("{ network { flow { events } again: flow { people } } }", context_value=Context(resources, LOCAL_CALLER))
    assert one.errors is None
    two = await schema.execute("{ network { flow { events } silos { q } } }", context_value=Context(resources, LOCAL_CALLER))
    assert two.errors is None
    assert one.extensions
    assert two.extensions
    assert 500 < one.extensions["cost"]["rows"] < two.extensions["cost"]["rows"] < 100_000
    await resources.close()


@pytest.mark.thorough
async def test_many_measures_are_refused_once_they_cost_too_much(seeded: Graph) -> None:
    resources = Resources.create(seeded, max_cost=100_000, min_group=5, answer_timeout=PATIENCE)
    aliases = " ".join(f'a{number}: network(chart: "2026-01-{number + 1:02}") {{ {TIMELINE} }}' for number in range(20))
    many = await schema.execute(f"{{ {aliases} }}", context_value=Context(resources, LOCAL_CALLER))
    assert many.errors
    assert {error.original_error.code for error in many.errors if isinstance(error.original_error, TooCostly)} == {"TOO_COSTLY"}
    assert many.extensions
    assert many.extensions["cost"]["rows"] <= 100_000
    await resources.close()


async def test_computation_ends_at_the_deadline(seeded: Graph, database_settings: Settings) -> None:
    resources = Resources.create(seeded, max_cost=10**7, min_group=5, answer_timeout=PATIENCE)
    await resources.snapshots.current()
    gates = [Gate() for _ in range(8)]
    blocking = [start(resources.pool, "other", number, gate) for number, gate in enumerate(gates)]
    context = Context(resources, LOCAL_CALLER, deadline=asyncio.get_running_loop().time() + 0.2)
    result = await schema.execute("{ network { flow { events } } }", context_value=context)
    assert result.errors
    assert isinstance(result.errors[0].original_error, Timeout)
    assert "GRAPH_SERVICE_ANSWER_TIMEOUT" in result.errors[0].message
    for gate in gates:
        gate.opened.set()
    await asyncio.gather(*blocking)
    await resources.close()


async def test_client_that_leaves_is_noticed(seeded: Graph, database_settings: Settings) -> None:
    app = create_app(database_settings, background=False)
    async with app.router.lifespan_context(app):
        resources: Resources = app.state.resources
        await resources.snapshots.current()
        gates = [Gate() for _ in range(8)]
        blocking = [start(resources.pool, "other", number, gate) for number, gate in enumerate(gates)]
        leaving = asyncio.Event()
        messages = iter([{"type": "http.request", "body": b'{"query": "{ network { flow { events } } }"}', "more_body": False}])

        async def receive() -> Message:
            if (message := next(messages, None)) is not None:
                return message
            await leaving.wait()
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            """Nobody listens."""

        headers = [(b"content-type", b"application/json"), (b"host", b"localhost")]
        scope = {"type": "http", "method": "POST", "path": "/graphql", "headers": headers, "query_string": b"", "app": app}
        request = asyncio.create_task(app({**scope, "http_version": "1.1", "client": ("127.0.0.1", 1), "root_path": ""}, receive, send))
        await asyncio.sleep(0.1)
        leaving.set()
        await asyncio.wait_for(request, PATIENCE)
        assert not any(task.done() for task in blocking)  # the request ended although the threads are still busy
        for gate in gates:
            gate.opened.set()
        await asyncio.gather(*blocking)


async def test_small_reads_are_answered_while_computations_wait(seeded: Graph, database_settings: Settings) -> None:
    app = create_app(database_settings, background=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client,
    ):
        gates = [Gate() for _ in range(8)]
        blocking = [start(app.state.resources.pool, "other", number, gate) for number, gate in enumerate(gates)]
        assert (await asyncio.wait_for(client.get("/healthz"), PATIENCE)).status_code == 200
        response = await asyncio.wait_for(client.post("/graphql", json={"query": "{ lessons { totalCount } }"}), PATIENCE)
        assert response.json()["data"]["lessons"]["totalCount"] > 0
        for gate in gates:
            gate.opened.set()
        await asyncio.gather(*blocking)


def test_event_loop_soon_gets_the_interpreter_back_from_computations() -> None:
    ComputePool().close()
    assert sys.getswitchinterval() <= 0.001


async def test_answers_of_a_request_are_written_in_different_rounds_of_the_event_loop(graph: Graph) -> None:
    """Otherwise every other request would wait while all of them are written."""
    loop, rounds, written = asyncio.get_running_loop(), 0, list[int]()

    def count_round() -> None:
        nonlocal rounds
        rounds += 1
        if len(written) < 20:
            loop.call_soon(count_round)

    context, computed = (
        Context(Resources.create(graph, max_cost=10**6, min_group=5, answer_timeout=PATIENCE), LOCAL_CALLER),
        asyncio.Event(),
    )

    async def write() -> None:
        await computed.wait()
        await context.write_in_turn()
        written.append(rounds)

    fields = [asyncio.create_task(write()) for _ in range(20)]
    await asyncio.sleep(0)
    computed.set()
    loop.call_soon(count_round)
    await asyncio.gather(*fields)
    assert len(set(written)) == 20
