"""Tables are sent page by page while they are read, and end with an error that a client notices."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from graph_service.api.tables import reader
from graph_service.api.tables.reader import GraphQLClient, GraphQLRequestFailed
from graph_service.app import create_app
from graph_service.graph import Graph
from graph_service.logs import LoggedError
from graph_service.settings import Settings
from tests.api.csv_tables import error_message, get_table
from tests.api.seed_tables import rows


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The variables of each GraphQL request, in order."""
    requests: list[dict[str, Any]] = []
    execute = GraphQLClient.execute

    async def recording(self: GraphQLClient, document: str, variables: dict[str, Any]) -> Any:
        requests.append(variables)
        return await execute(self, document, variables)

    monkeypatch.setattr(GraphQLClient, "execute", recording)
    return requests


async def stream(app: Any, path: str) -> AsyncIterator[bytes]:
    """The chunks of a response as they are sent. httpx's ASGI transport delivers them only at the end."""
    chunks: asyncio.Queue[bytes | None] = asyncio.Queue(1)

    async def receive() -> Any:
        await asyncio.Event().wait()

    async def send(message: Any) -> None:
        await chunks.put(message.get("body", b"") if message["type"] == "http.response.body" else b"")

    scope = {"type": "http", "asgi": {"version": "3.0", "spec_version": "2.4"}, "http_version": "1.1", "method": "GET", "scheme": "http"}
    scope |= {"path": path, "raw_path": path.encode(), "query_string": b"", "headers": [(b"host", b"localhost")], "server": ("test", 80)}
    scope["client"] = ("127.0.0.1", 40_000)

    async def run() -> None:
        await app(scope, receive, send)
        await chunks.put(None)

    task = asyncio.create_task(run())
    while (chunk := await chunks.get()) is not None:
        if chunk:
            yield chunk
    await task


async def test_rows_are_sent_before_the_last_page_is_read(
    seeded: Graph, database_settings: Settings, monkeypatch: pytest.MonkeyPatch, requests: list[dict[str, Any]]
) -> None:
    monkeypatch.setattr(reader, "PAGE_SIZE", 7)
    app = create_app(database_settings, background=False)
    async with app.router.lifespan_context(app):
        requests_so_far: list[int] = []
        content = b""
        async for chunk in stream(app, "/tables/lessons.csv"):
            requests_so_far.append(len(requests))
            content += chunk
    pages = -(-len(rows("lessons")) // 7)
    assert len(requests) == pages > 5
    assert requests_so_far[0] < 4  # the queue holds one chunk while the next page is read
    assert len({row["id"] for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))}) == len(rows("lessons"))


async def test_page_size_is_halved_until_a_page_is_affordable(
    seeded: Graph, database_settings: Settings, requests: list[dict[str, Any]]
) -> None:
    app = create_app(replace(database_settings, max_cost=10_000), background=False)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as http:
        found = await get_table(http, "lessons")
    assert len(found) == len(rows("lessons"))
    assert requests[0]["first"] == 1000 > requests[-1]["first"] > 0


async def test_table_that_is_too_costly_at_any_page_size_is_refused(seeded: Graph, database_settings: Settings) -> None:
    app = create_app(replace(database_settings, max_cost=100), background=False)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as http:
        response = await http.get("/tables/lessons.csv")
    assert response.status_code == 400
    assert "the limit is 100" in error_message(response)


async def test_error_after_the_first_page_breaks_the_connection(
    seeded: Graph, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, requests: list[dict[str, Any]]
) -> None:
    """The first page is already sent, so the client must notice that the table is incomplete."""
    monkeypatch.setattr(reader, "PAGE_SIZE", 7)
    execute = GraphQLClient.execute

    async def failing(self: GraphQLClient, document: str, variables: dict[str, Any]) -> Any:
        return await execute(self, "{ nothing }" if len(requests) == 2 else document, variables)

    monkeypatch.setattr(GraphQLClient, "execute", failing)
    with pytest.raises(LoggedError, match=GraphQLRequestFailed.__name__):
        await http.get("/tables/lessons.csv")
