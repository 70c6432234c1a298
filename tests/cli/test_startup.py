"""`up`, `serve` and `migrate` on a Neo4j that is slow or not up yet. Their output is not a terminal."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from graph_service.graph import Graph
from graph_service.graph.local.ports import find_free_port
from graph_service.settings import Settings
from tests.cli.processes import COMMAND, PATIENCE, environment
from tests.graph.freezable_proxy import freezable_proxy

DELAY = 1.15  # seconds for each response: longer than any read may take with the limit below
SHORT_READS = {"GRAPH_SERVICE_READ_TIMEOUT": "0.1"}


@asynccontextmanager
async def command(settings: Settings, *arguments: str, **variables: str) -> AsyncGenerator[asyncio.subprocess.Process]:
    """Runs a command on this Neo4j, its output and errors in one stream, and ends it."""
    ours = {"NEO4J_URI": settings.neo4j_uri or "", "NEO4J_PASSWORD": settings.password or ""}
    process = await asyncio.create_subprocess_exec(
        COMMAND, *arguments, env=environment() | ours | variables, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


async def lines_until(process: asyncio.subprocess.Process, beginning: str) -> list[str]:
    """The lines that it prints until one begins like this."""
    assert process.stdout is not None
    lines: list[str] = []
    async with asyncio.timeout(PATIENCE):
        while not lines or not lines[-1].startswith(beginning):
            line = (await process.stdout.readline()).decode()
            assert line, f"it ended with {await process.wait()} and said {''.join(lines)}"
            lines.append(line)
    return lines


@pytest.mark.thorough
async def test_serve_waits_for_a_neo4j_that_is_not_up_yet(graph: Graph, database_settings: Settings) -> None:
    assert database_settings.neo4j_uri
    port = find_free_port(0, "", "")
    later = replace(database_settings, neo4j_uri=f"bolt://127.0.0.1:{port}")
    async with command(later, "serve", "--port", "0") as serve:
        waiting = await lines_until(serve, "Waiting for Neo4j: ")
        assert waiting[-1].startswith(
            "Waiting for Neo4j: Neo4j does not respond. Check that it is running and that NEO4J_URI is its address."
        )
        async with freezable_proxy(database_settings.neo4j_uri, port):
            await lines_until(serve, "graph-service is running.")
            serve.terminate()
            await asyncio.wait_for(serve.communicate(), PATIENCE)


async def test_serve_does_not_wait_with_a_wrong_password(graph: Graph, database_settings: Settings) -> None:
    async with command(database_settings, "serve", "--port", "0", NEO4J_PASSWORD="wrong") as serve:
        said, _ = await asyncio.wait_for(serve.communicate(), PATIENCE)
        assert serve.returncode == 1
        assert said.decode().startswith("Error: Neo4j rejected the user or the password.")
        assert said.count(b"\n") == 1


@pytest.mark.thorough
async def test_migrate_has_a_limit_of_its_own_for_reads(graph: Graph, database_settings: Settings) -> None:
    assert database_settings.neo4j_uri
    async with freezable_proxy(database_settings.neo4j_uri) as proxy:
        proxy.delay = DELAY
        async with command(replace(database_settings, neo4j_uri=proxy.uri), "migrate", **SHORT_READS) as migrate:
            said, _ = await asyncio.wait_for(migrate.communicate(), PATIENCE)
    assert said.decode().endswith("Nothing to apply: the schema is up to date.\n")
    assert migrate.returncode == 0


@pytest.mark.thorough
async def test_up_names_each_step_and_loads_the_demonstration_organisation(graph: Graph, database_settings: Settings) -> None:
    async with command(database_settings, "up", "--port", "0", **SHORT_READS) as up:
        lines = await lines_until(up, "graph-service is running.")
    steps = [line.strip() for line in lines if not line.strip().endswith(" s)")]
    assert steps[:2] == ["Preparing the database", "Loading the demonstration organisation"]
    assert await graph.read("MATCH (lesson:Lesson) RETURN count(lesson)") > 100
