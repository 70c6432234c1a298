"""Fixtures for tests of a database that is slow, suspended or gone."""

import gc
from collections.abc import AsyncIterator

import pytest

from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.graph.freezable_proxy import FreezableProxy, freezable_proxy


@pytest.fixture
async def proxy(graph: Graph, database_settings: Settings) -> AsyncIterator[FreezableProxy]:
    """A proxy for the Neo4j of the tests."""
    assert database_settings.neo4j_uri
    async with freezable_proxy(database_settings.neo4j_uri) as running:
        yield running
    gc.collect()
