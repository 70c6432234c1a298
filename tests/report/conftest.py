"""Fixtures: the report of a graph, parsed as a browser parses it, and GraphQL queries to the same graph."""

from datetime import date
from functools import partial
from typing import Any

import pytest

from graph_service.access import LOCAL_CALLER
from graph_service.analysis.columns.snapshot import load
from graph_service.api.context import Context, Resources
from graph_service.api.schema import schema
from graph_service.graph import Graph
from graph_service.report import Window, collect_figures, write_page
from tests.report.report_parser import Ask, Make, Page

MIN_GROUP = 5


async def make_page(graph: Graph, start: str, end: str) -> Page:
    """The report of the days [start, end)."""
    window = Window(date.fromisoformat(start), date.fromisoformat(end))
    figures = await collect_figures(graph, (await load(graph, MIN_GROUP)).columns, window, today=date.today(), progress=lambda _: None)
    return Page(write_page(figures))


@pytest.fixture
def make(graph: Graph) -> Make:
    """Creates the report of the days [start, end)."""
    return partial(make_page, graph)


@pytest.fixture
def ask(graph: Graph) -> Ask:
    """Runs a GraphQL query and returns its data."""
    resources = Resources.create(graph, max_cost=10**7, min_group=MIN_GROUP, answer_timeout=60)

    async def asked(query: str, **variables: Any) -> Any:
        answer = await schema.execute(query, variables, Context(resources, LOCAL_CALLER))
        assert answer.errors is None, answer.errors
        return answer.data

    return asked
