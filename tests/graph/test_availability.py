"""The start of a service whose Neo4j is not up yet, slow, or not what the settings say."""

import asyncio
from dataclasses import replace

import pytest

from graph_service.errors import GraphServiceError, InvalidInput, Unavailable
from graph_service.graph import Graph, connect, connect_when_available
from graph_service.graph.local.ports import find_free_port
from graph_service.settings import Settings
from tests.graph.freezable_proxy import FreezableProxy, freezable_proxy

PATIENCE = 60.0
# The driver leaves the socket of a cancelled connection attempt to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")


@pytest.mark.thorough
async def test_first_response_may_take_longer_than_the_reads_of_clients(database_settings: Settings, proxy: FreezableProxy) -> None:
    proxy.running.clear()
    asyncio.get_running_loop().call_later(1.5, proxy.running.set)  # a read with this limit ends after 1.1 s
    async with connect(replace(database_settings, neo4j_uri=proxy.uri, read_timeout=0.1)) as graph:
        assert await graph.with_read_timeout(at_least=PATIENCE).read("RETURN 1") == 1


@pytest.mark.thorough
async def test_connection_waits_for_a_neo4j_that_is_not_up_yet(database_settings: Settings) -> None:
    assert database_settings.neo4j_uri
    port = find_free_port(0, "", "")
    reasons: list[str] = []
    connection = connect_when_available(replace(database_settings, neo4j_uri=f"bolt://127.0.0.1:{port}"), reasons.append)
    connecting = asyncio.create_task(connection.__aenter__())
    async with asyncio.timeout(PATIENCE):
        while not reasons:  # noqa: ASYNC110 - it has no event
            await asyncio.sleep(0.05)
        async with freezable_proxy(database_settings.neo4j_uri, port):
            assert await (await connecting).read("RETURN 1") == 1
            await connection.__aexit__(None, None, None)
    assert set(reasons) == {reasons[0]}
    assert reasons[0].startswith("Neo4j does not respond. Check that it is running")


@pytest.mark.thorough
async def test_waiting_ends(database_settings: Settings) -> None:
    nowhere = replace(database_settings, neo4j_uri=f"bolt://127.0.0.1:{find_free_port(0, '', '')}")
    with pytest.raises(Unavailable, match="does not respond"):
        async with asyncio.timeout(PATIENCE), connect_when_available(nowhere, lambda _: None, patience=0.0):
            pytest.fail("it connected")


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"neo4j_password": "wrong"}, "rejected the user or the password"),
        ({"neo4j_database": "elsewhere"}, "no database of that name"),
        ({"neo4j_uri": "http://127.0.0.1:7687"}, "not a valid Neo4j address"),
    ],
)
async def test_what_waiting_cannot_mend_is_raised_at_once(
    graph: Graph, database_settings: Settings, wrong: dict[str, str], error: str
) -> None:
    reasons: list[str] = []
    with pytest.raises(GraphServiceError, match=error) as caught:
        async with connect_when_available(replace(database_settings, **wrong), reasons.append):
            pytest.fail("it connected")
    assert isinstance(caught.value, Unavailable | InvalidInput)
    assert reasons == []
