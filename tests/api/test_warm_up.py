"""The warm-up queries succeed on any graph and stay prepared."""

import logging

import pytest

from graph_service.api.context import Resources
from graph_service.api.schema import schema
from graph_service.api.warm_up import DOCUMENTS, run_warm_up
from graph_service.graph import Graph


async def test_warm_up_succeeds_and_leaves_its_documents_prepared(seeded: Graph, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        await run_warm_up(schema, Resources.create(seeded, max_cost=1_000_000, min_group=5, answer_timeout=60))
    assert "warm-up failed" not in caplog.text
    assert all(schema.operations.find(document, None) for document in DOCUMENTS)


async def test_warm_up_succeeds_on_an_empty_graph(graph: Graph, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        await run_warm_up(schema, Resources.create(graph, max_cost=1_000_000, min_group=5, answer_timeout=60))
    assert "warm-up failed" not in caplog.text
