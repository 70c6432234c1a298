"""The import page's routes over an empty graph, with a data directory of their own."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph_service.access import Role
from graph_service.app import create_app
from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.callers import new_token

Client = httpx.AsyncClient


@asynccontextmanager
async def serving(settings: Settings, token: str = "") -> AsyncGenerator[Client]:
    """A client of a service with these settings."""
    app = create_app(settings, background=False)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with (
        app.router.lifespan_context(app),
        Client(transport=httpx.ASGITransport(app), base_url="http://localhost", headers=headers) as client,
    ):
        yield client


@pytest.fixture
def upload_settings(graph: Graph, database_settings: Settings, tmp_path: Path) -> Settings:
    return replace(database_settings, data=tmp_path / "data")


@pytest.fixture
async def client(upload_settings: Settings) -> AsyncIterator[Client]:
    async with serving(upload_settings) as client:
        yield client


@pytest.fixture
def tokens(upload_settings: Settings, tmp_path: Path) -> tuple[Settings, dict[Role, str]]:
    """Settings with a token for each role, and the tokens."""
    made = {role: new_token(role, str(role)) for role in Role}
    (tmp_path / "tokens").write_text("\n".join(line for _, line in made.values()))
    return replace(upload_settings, tokens_file=tmp_path / "tokens"), {role: token for role, (token, _) in made.items()}


async def upload(client: Client, *files: tuple[str, bytes]) -> str:
    """Uploads files and returns the id of the import."""
    job = (await client.post("/imports/new")).json()["id"]
    for name, data in files:
        response = await client.post(f"/imports/{job}/files", params={"name": name}, content=data)
        assert response.status_code == 201, response.text
    return job


async def ended(client: Client, job: str) -> dict[str, Any]:
    """The import once nothing runs any more."""
    while (state := (await client.get(f"/imports/{job}")).json())["state"] in ("checking", "loading", "undoing"):  # noqa: ASYNC110 - as a browser does
        await asyncio.sleep(0.05)
    return state


async def checked(client: Client, job: str, **answers: Any) -> dict[str, Any]:
    response = await client.post(f"/imports/{job}/check", json=answers)
    assert response.status_code == 202, response.text
    return await ended(client, job)


async def loaded(client: Client, job: str) -> dict[str, Any]:
    response = await client.post(f"/imports/{job}/load")
    assert response.status_code == 202, response.text
    return await ended(client, job)
