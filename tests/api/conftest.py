"""The application over the test database, through HTTP."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from graph_service.analysis.columns import snapshot
from graph_service.app import create_app
from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.api.seed_tables import Ask


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next network answer includes the latest write, however slow the machine is; tests/analysis/columns/test_refresh.py tests the default wait."""
    monkeypatch.setattr(snapshot, "REFRESH_WAIT_SECONDS", 60.0)


@pytest.fixture
async def http(graph: Graph, database_settings: Settings, patience: None) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the application over an empty graph."""
    app = create_app(database_settings, background=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client,
    ):
        yield client


@pytest.fixture
def post(http: httpx.AsyncClient) -> Ask:
    """Sends a GraphQL operation and returns the whole response."""

    async def send(query: str, **variables: Any) -> Any:
        response = await http.post("/graphql", json={"query": query, "variables": variables})
        assert response.status_code == 200, response.text
        return response.json()

    return send


@pytest.fixture
def ask(post: Ask) -> Ask:
    """Sends a GraphQL operation and returns its data; errors fail the test."""

    async def send(query: str, **variables: Any) -> Any:
        answer = await post(query, **variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    return send
