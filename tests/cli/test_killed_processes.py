"""What is left after the service or its Neo4j is killed, as by a power failure."""

import asyncio
import itertools
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from graph_service.app import create_app
from graph_service.errors import GraphServiceError
from graph_service.graph import Graph, WriteTransaction, connect
from graph_service.graph.local import find_installation, local_neo4j
from graph_service.graph.local.ports import find_free_port
from graph_service.graph.migrations import migrate
from graph_service.package_data import find_package_data
from graph_service.settings import Settings, read_settings
from tests.cli.processes import PATIENCE, lives, up, wait_until

ENOUGH = 200  # writes before the kill
PROBES = 5  # the quickest of them is measured: a busy machine may delay any
AS_OF = {"query": "{ network { asOf { activity } } }"}
UNREADY = {"schema": "unknown without the database", "snapshot": "ok"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data directory for the whole module."""
    return tmp_path_factory.mktemp("data")


@pytest.mark.thorough
async def test_acknowledged_writes_survive_a_kill(data: Path) -> None:
    acknowledged: list[int] = []
    enough = asyncio.Event()
    with up(data) as running:
        neo4j = running.neo4j
        async with connect(running.settings) as graph:
            stream = asyncio.create_task(write_on_and_on(graph, acknowledged, enough))
            await asyncio.wait_for(enough.wait(), PATIENCE)
            running.process.kill()
            os.kill(neo4j, signal.SIGKILL)
            await stream
    with up(data) as again:
        async with connect(again.settings) as graph:
            ones = await graph.read("MATCH (n:One) RETURN collect(n.number)")
            others = await graph.read("MATCH (n:Other) RETURN collect(n.number)")
        assert set(acknowledged) <= set(ones)
        assert sorted(ones) == sorted(others), "no transaction is half there"

        neo4j = again.neo4j
        again.process.kill()
        wait_until(lambda: not lives(neo4j), "the end of Neo4j after that of its service")


async def write_on_and_on(graph: Graph, acknowledged: list[int], enough: asyncio.Event) -> None:
    """Writes two nodes per transaction until the database stops."""
    for number in itertools.count():

        async def write(transaction: WriteTransaction, number: int = number) -> None:
            await transaction.run("CREATE (:One {number: $number})", {"number": number})
            await transaction.run("CREATE (:Other {number: $number})", {"number": number})

        try:
            await asyncio.wait_for(graph.write(write), 5)
        except (GraphServiceError, TimeoutError):
            return
        acknowledged.append(number)
        if number == ENOUGH:
            enough.set()


@pytest.mark.thorough
def test_service_exits_with_a_message_when_neo4j_dies(data: Path) -> None:
    with up(data) as running:
        os.kill(running.neo4j, signal.SIGKILL)
        code, said = running.finish()
    assert code == 1
    assert "Error: Neo4j has stopped. The end of its log:\n" in said
    assert f"The whole log: {data / 'logs' / 'console.log'}" in said
    assert "Traceback" not in said


@pytest.fixture
def fixed_ports(tmp_path: Path) -> Settings:
    """Settings of a Neo4j that has the same address whenever it starts."""
    return replace(read_settings({}), data=tmp_path, **{name: find_free_port(0, "", "") for name in ("bolt_port", "browser_port")})


async def becomes_ready(http: httpx.AsyncClient) -> None:
    async with asyncio.timeout(PATIENCE):
        while (await http.get("/readyz")).status_code != 200:  # noqa: ASYNC110 - Neo4j tells nobody
            await asyncio.sleep(0.1)


@pytest.fixture
async def killed(fixed_ports: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the application, which was ready when its Neo4j was killed."""
    async with AsyncExitStack() as running:
        neo4j = await running.enter_async_context(local_neo4j(find_installation(fixed_ports), fixed_ports))
        settings = neo4j.settings(fixed_ports)
        async with connect(settings) as graph:
            await migrate(graph, find_package_data("schema"))
        app = create_app(settings, background=False)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost", timeout=PATIENCE) as http,
        ):
            await http.post("/graphql", json=AS_OF)
            await becomes_ready(http)
            os.kill(neo4j.process, signal.SIGKILL)
            await running.aclose()
            yield http


@pytest.mark.exhaustive
async def test_readiness_follows_the_death_and_the_return_of_neo4j(killed: httpx.AsyncClient, fixed_ports: Settings) -> None:
    taken: list[float] = []
    for _ in range(PROBES):
        began = time.monotonic()
        response = await killed.get("/readyz")
        taken.append(time.monotonic() - began)
        assert response.status_code == 503
        assert response.json() == UNREADY | {"database": response.json()["database"]}
        assert response.json()["database"].startswith("Neo4j")
    assert min(taken) < 2
    assert (await killed.get("/healthz")).status_code == 200
    async with local_neo4j(find_installation(fixed_ports), fixed_ports):
        await becomes_ready(killed)
