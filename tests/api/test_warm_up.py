"""What is asked at the start is answered on any graph, and stays prepared."""

import logging

import pytest

from graph_service.api.context import Resources
from graph_service.api.schema import schema
from graph_service.api.warming import MAIN_QUESTIONS, warm
from graph_service.graph import Graph


async def test_the_main_questions_are_answered_and_stay_prepared(seeded: Graph, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        await warm(schema, Resources.over(seeded, max_cost=1_000_000, min_group=5))
    assert "warming up" not in caplog.text
    assert all(schema.operations.find(question, None) for question in MAIN_QUESTIONS)


async def test_an_empty_graph_warms_up_as_well(graph: Graph, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        await warm(schema, Resources.over(graph, max_cost=1_000_000, min_group=5))
    assert "warming up" not in caplog.text
