"""The routes of the application that need no GraphQL: health, readiness, metrics and host names."""

import asyncio
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from graph_service.api.context import Resources
from graph_service.app import create_app
from graph_service.domain.organisation.people import AddPerson, add_person
from graph_service.graph import Graph
from graph_service.settings import Settings, read_settings

opened: list[str] = []
recording = False


def record_open(event: str, arguments: Any) -> None:
    if recording and event == "open":
        opened.append(str(arguments[0]))


@pytest.fixture(scope="module")
def audit_hook() -> None:
    """Python keeps an audit hook for the life of the process."""
    sys.addaudithook(record_open)


@pytest.fixture
def files_opened(audit_hook: None) -> Iterator[list[str]]:
    """The files that this process opens from now on, until `recording` ends with the test."""
    global recording
    opened.clear()
    recording = True
    yield opened
    recording = False


async def test_readiness_reads_the_schema_files_once(graph: Graph, database_settings: Settings, files_opened: list[str]) -> None:
    app = create_app(database_settings, background=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client,
    ):
        assert (await client.get("/readyz")).json()["schema"] == "ok"
        assert any(file.endswith(".cypher") for file in files_opened)
        files_opened.clear()
        assert (await client.get("/readyz")).json()["schema"] == "ok"
    assert [file for file in files_opened if file.endswith(".cypher")] == []


async def test_columns_are_renewed_although_nobody_sends_a_request(graph: Graph, database_settings: Settings) -> None:
    app = create_app(database_settings)
    async with app.router.lifespan_context(app):
        resources: Resources = app.state.resources
        await resources.snapshots.current()
        person = await add_person(graph, AddPerson(name="Somebody"))
        async with asyncio.timeout(60):
            while resources.snapshots.as_of != person.seq:  # noqa: ASYNC110 - it has no event
                await asyncio.sleep(0.05)


@pytest.mark.parametrize(("host", "status"), [("a.example", 200), ("B.example:8000", 200), ("c.example", 403), ("", 403)])
async def test_allowed_hosts_may_be_written_with_spaces_capitals_and_a_last_comma(host: str, status: int) -> None:
    app = create_app(read_settings({"GRAPH_SERVICE_ALLOWED_HOSTS": "A.example, b.Example,"}))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
        assert (await client.get("/healthz", headers={"Host": host})).status_code == status


@pytest.mark.parametrize("accept", ["", "*/*", "application/openmetrics-text; version=x", "text/plain;version=9;escaping=\xe9", ";;=,"])
async def test_metrics_are_returned_whatever_format_is_accepted(accept: str) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(create_app(Settings())), base_url="http://localhost") as client:
        response = await client.get("/metrics", headers={b"accept": accept.encode("latin-1")})
    assert response.status_code == 200
    assert "graph_service_requests_total" in response.text
