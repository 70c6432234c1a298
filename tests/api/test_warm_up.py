"""The warm-up queries succeed on any graph, stay prepared, and run again after a failure."""

import asyncio
import gc
import logging
from dataclasses import replace

import pytest

from graph_service.api import warm_up
from graph_service.api.context import Resources
from graph_service.api.schema import schema
from graph_service.api.warm_up import DOCUMENTS, run_warm_up
from graph_service.graph import Graph, connect
from graph_service.settings import Settings
from tests.graph.freezable_proxy import freezable_proxy

PATIENCE = 60.0
SHORT = 2.0  # seconds that a read may take


@pytest.mark.thorough
async def test_warm_up_succeeds_and_leaves_its_documents_prepared(seeded: Graph, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        await run_warm_up(schema, Resources.create(seeded, max_cost=1_000_000, min_group=5, answer_timeout=60))
    assert "warm-up failed" not in caplog.text
    assert all(schema.operations.find(document, None) for document in DOCUMENTS)


async def test_warm_up_succeeds_on_an_empty_graph(graph: Graph, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        await run_warm_up(schema, Resources.create(graph, max_cost=1_000_000, min_group=5, answer_timeout=60))
    assert "warm-up failed" not in caplog.text


@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")  # the driver leaves those of cancelled attempts to the collector
@pytest.mark.thorough
async def test_warm_up_that_timed_out_is_repeated_until_the_snapshot_is_loaded(
    seeded: Graph, database_settings: Settings, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warm_up, "TIMEOUT", SHORT)
    assert database_settings.neo4j_uri
    async with (
        freezable_proxy(database_settings.neo4j_uri) as proxy,
        connect(replace(database_settings, neo4j_uri=proxy.uri, read_timeout=SHORT)) as graph,
    ):
        resources = Resources.create(graph, max_cost=1_000_000, min_group=5, answer_timeout=SHORT)
        proxy.running.clear()
        warming = asyncio.create_task(run_warm_up(schema, resources))
        async with asyncio.timeout(PATIENCE):
            while "warm-up failed" not in caplog.text:  # noqa: ASYNC110 - it has no event
                await asyncio.sleep(0.05)
            assert resources.snapshots.as_of is None
            proxy.running.set()
            await warming
        assert resources.snapshots.as_of is not None
        await resources.close()
    gc.collect()
