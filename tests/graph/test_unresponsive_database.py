"""Reads while Neo4j does not respond, although its connections stay open: they end in time, then fail at once, and recover by themselves."""

import asyncio
import dataclasses

import httpx
import pytest

from graph_service.app import create_app
from graph_service.errors import GraphServiceError, Timeout, Unavailable
from graph_service.graph import Graph, connect, driver
from graph_service.settings import Settings
from tests.graph.freezable_proxy import FreezableProxy

READ_TIMEOUT = 0.5
PATIENCE = 60.0
ONE = "RETURN 1"


# The driver leaves the socket of a cancelled connection attempt to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")


@pytest.fixture
def proxied(database_settings: Settings, proxy: FreezableProxy) -> Settings:
    return dataclasses.replace(database_settings, neo4j_uri=proxy.uri, read_timeout=READ_TIMEOUT)


async def error_of_read(graph: Graph) -> GraphServiceError:
    with pytest.raises(GraphServiceError) as caught:
        await graph.read(ONE)
    return caught.value


@pytest.mark.thorough
async def test_reads_time_out_then_fail_at_once_then_recover(proxied: Settings, proxy: FreezableProxy) -> None:
    async with connect(proxied) as graph:
        proxy.running.clear()
        errors = await asyncio.wait_for(asyncio.gather(*(error_of_read(graph) for _ in range(3))), PATIENCE)
        assert [type(error) for error in errors] == [Timeout] * 3
        assert "has not responded in time" in errors[0].message
        async with asyncio.timeout(PATIENCE):
            while not isinstance(error := await error_of_read(graph), Unavailable):
                pass  # until the first probe has failed
            assert "checks every second" in error.message
            refused = [await error_of_read(graph) for _ in range(1_000)]  # would take 25 minutes if each waited
        assert {type(error) for error in refused} == {Unavailable}
        proxy.running.set()
        await until_reads_succeed(graph)


@pytest.mark.thorough
async def test_breaker_opens_and_closes_when_the_database_was_down(proxied: Settings, proxy: FreezableProxy) -> None:
    async with connect(proxied) as graph:
        for _ in range(2):
            proxy.is_down = True
            async with asyncio.timeout(PATIENCE):
                # An open breaker refuses without waiting; the timeout needs the event loop.
                while "checks every second" not in (await error_of_read(graph)).message:  # noqa: ASYNC110 - the breaker has no event
                    await asyncio.sleep(0)
            proxy.is_down = False
            await until_reads_succeed(graph)


async def until_reads_succeed(graph: Graph) -> None:
    async with asyncio.timeout(PATIENCE):
        while await read_or_none(graph) != 1:  # noqa: ASYNC110 - the breaker has no event
            await asyncio.sleep(0.05)


async def read_or_none(graph: Graph) -> int | None:
    try:
        return await graph.read(ONE)
    except Unavailable:
        return None


@pytest.mark.thorough
async def test_single_timeout_does_not_open_the_breaker(proxied: Settings, proxy: FreezableProxy) -> None:
    async with connect(proxied) as graph:
        for _ in range(3):
            proxy.running.clear()
            assert isinstance(await error_of_read(graph), Timeout)
            proxy.running.set()
            assert await graph.read(ONE, timeout=PATIENCE) == 1


@pytest.mark.thorough
async def test_slow_statements_do_not_open_the_breaker(proxied: Settings) -> None:
    slow = "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b WITH a, b WHERE a + b < 0 RETURN count(*)"
    async with connect(proxied) as graph:
        for _ in range(5):
            with pytest.raises(Timeout):
                await graph.read(slow)
        assert await graph.read(ONE, timeout=PATIENCE) == 1


async def test_readiness_probe_responds_while_the_database_does_not(proxied: Settings, proxy: FreezableProxy) -> None:
    app = create_app(dataclasses.replace(proxied, read_timeout=PATIENCE), background=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client,
    ):
        proxy.running.clear()
        response = await asyncio.wait_for(client.get("/readyz"), PATIENCE / 2)
        assert response.status_code == 503
        assert response.json()["database"] == "Neo4j has not responded within 1.5 seconds."
        assert (await client.get("/healthz")).status_code == 200


@pytest.mark.thorough
async def test_graphql_answers_with_the_code_of_the_error(proxied: Settings, proxy: FreezableProxy) -> None:
    app = create_app(proxied, background=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client,
    ):
        proxy.running.clear()
        assert await asyncio.wait_for(code_of(client), PATIENCE) == "TIMEOUT"
        async with asyncio.timeout(PATIENCE):
            while await code_of(client) != "UNAVAILABLE":
                pass


async def code_of(client: httpx.AsyncClient) -> str:
    response = await client.post("/graphql", json={"query": "{ lessons { totalCount } }"})
    assert response.status_code == 200
    return response.json()["errors"][0]["extensions"]["code"]


async def test_command_ends_when_the_database_does_not_respond(
    proxied: Settings, proxy: FreezableProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "COMMAND_TIMEOUT", 0.5)
    async with connect(proxied) as graph:
        proxy.running.clear()
        with pytest.raises(Timeout, match="has not responded in time"):
            await asyncio.wait_for(graph.command("SHOW INDEXES YIELD name"), PATIENCE)
