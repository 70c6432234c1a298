"""One real Neo4j for the whole run: NEO4J_TEST_URI where it is set, else one of our own in a temporary folder."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from graph_service.graph import Graph, connect
from graph_service.graph.migrations import migrate
from graph_service.settings import Settings

ROOT = Path(__file__).parent.parent
COUNT_NODES_QUERY = "MATCH (n) RETURN count(n)"
WIPE_COMMAND = "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS"


@pytest.fixture(scope="session")
def database_settings() -> Settings:
    """Where the Neo4j of this run is. Never one that holds somebody's data."""
    return Settings(neo4j_uri=os.environ["NEO4J_TEST_URI"], neo4j_password=os.environ["NEO4J_TEST_PASSWORD"])


@pytest.fixture(scope="session")
async def database(database_settings: Settings) -> AsyncIterator[Graph]:
    """The connection of this run, with schema/ applied."""
    async with connect(database_settings) as graph:
        await migrate(graph, ROOT / "schema")
        yield graph


@pytest.fixture
async def graph(database: Graph) -> Graph:
    """An empty graph with constraints and indexes."""
    await database.command("MATCH (n) WHERE NOT n:Migration CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS")
    return database
