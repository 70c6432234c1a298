"""Every address of the service, read by each kind of caller of the access matrix: what a caller may not read is in no response."""

import io
import zipfile
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import httpx
import pytest

from graph_service.access import Role
from graph_service.api.context import Resources
from graph_service.api.tables.catalog import TABLES
from graph_service.app import create_app
from graph_service.callers import LOCAL_CALLER
from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.api.test_access_matrix import EVERYTHING, MAY_READ, resources
from tests.callers import new_token

__all__ = ["resources"]
ADDRESSES: Final = (
    *(f"/tables/{name}.csv" for name in TABLES),
    *(f"/tables/{name}.csv?topic=steel-id" for name in TABLES),
    "/tables/risks.csv?project=bridge-id",
    "/tables/network.graphml",
    "/tables/risks.xlsx?project=bridge-id",
    "/tables",
    "/metrics",
    "/imports",
    "/lessons/secret-id",
    "/readyz",
)
KINDS: Final = {kind: caller for kind, (caller, _) in MAY_READ.items() if caller is not LOCAL_CALLER}


@pytest.fixture
async def clients(resources: Resources, database_settings: Settings, tmp_path: Path) -> AsyncIterator[dict[str, httpx.AsyncClient]]:
    """A client for each kind of caller, one with an expired token and one without."""
    tokens = {kind: new_token(caller.role, f"caller-{number}", caller.person) for number, (kind, caller) in enumerate(KINDS.items())}
    expired, line = new_token(Role.ADMINISTRATOR, "expired", "ana-id")
    file = tmp_path / "tokens"
    file.write_text("\n".join([*(token for _, token in tokens.values()), f"{line} expires=2020-01-01"]) + "\n")
    app = create_app(replace(database_settings, tokens_file=file), background=False)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, client=("192.0.2.7", 1))

        def client(**headers: str) -> httpx.AsyncClient:
            return httpx.AsyncClient(transport=transport, base_url="http://localhost", headers=headers)

        known = {kind: client(Authorization=f"Bearer {secret}") for kind, (secret, _) in tokens.items()}
        yield known | {"expired": client(Authorization=f"Bearer {expired}"), "nobody": client()}


def text_of(response: httpx.Response) -> str:
    """The text of a response, that of a workbook unpacked."""
    if not response.content.startswith(b"PK"):
        return response.text
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        return " ".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


@pytest.mark.thorough
async def test_no_address_tells_what_the_caller_may_not_read(clients: dict[str, httpx.AsyncClient]) -> None:
    found: set[str] = set()
    for kind, client in clients.items():
        readable = MAY_READ[kind][1] if kind in KINDS else set[str]()
        for address in ADDRESSES:
            response = await client.get(address)
            text = text_of(response).replace(address.partition("?")[0], "")
            present = {each for each in EVERYTHING if each in text}
            assert present <= readable, (kind, address, present - readable)
            assert response.status_code < 500, (kind, address)
            if kind not in KINDS:
                assert response.status_code == 401 or address in ("/lessons/secret-id", "/readyz"), (kind, address)
            found |= present
    assert {"secret-title", "used-note", "Bo Lind", "ana-job"} <= found


@pytest.mark.parametrize("address", ["/graphql?query={caller{name}}", "/graphql?query={", "/tables/topics.csv", "/metrics", "/imports"])
async def test_no_cache_keeps_what_a_caller_read(clients: dict[str, httpx.AsyncClient], address: str) -> None:
    """A session is a cookie, and a shared cache may keep responses to requests with cookies."""
    for kind in ("curator", "nobody"):
        response = await clients[kind].get(address)
        assert response.headers.get_list("cache-control") == ["no-store"], (kind, response.status_code)


async def test_repeated_capture_returns_nothing_that_its_caller_may_no_longer_read(
    clients: dict[str, httpx.AsyncClient], graph: Graph
) -> None:
    capture = {"text": "Order steel early.", "learner": "ana-id", "idempotencyKey": "k"}
    for _ in range(2):
        assert (await clients["curator"].post("/capture", json=capture)).status_code == 201
    await graph.command(
        "MATCH (lesson:Lesson) WHERE lesson.title STARTS WITH 'Order' SET lesson.audience = 'NAMED', lesson.title = 'hidden'"
    )
    response = await clients["curator"].post("/capture", json=capture)
    assert response.status_code == 404
    assert "you may no longer read" in response.text
    assert "hidden" not in response.text
