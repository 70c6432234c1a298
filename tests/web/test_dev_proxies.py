"""The development proxy of docs/clients.md: a page that Vite serves sends requests to the service through it."""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.browser.conftest import served
from tests.node_js import NODE

ROOT = Path(__file__).parents[2]
VITE = ROOT / "graph_service" / "web" / "node_modules" / "vite" / "bin" / "vite.js"
TARGET = "http://127.0.0.1:8000"
SHORT_FORM = f"export default {{ server: {{ proxy: {{ '/graphql': '{TARGET}' }} }} }}"
PATIENCE = 300.0


def documented_configuration() -> str:
    """The configuration of Vite in docs/clients.md."""
    text = (ROOT / "graph_service" / "docs" / "clients.md").read_text(encoding="utf-8")
    found = re.search(r"```js\n// vite\.config\.js\n(.*?)```", text, re.DOTALL)
    assert found
    return found[1]


@pytest.fixture
async def address(database: Graph, database_settings: Settings) -> AsyncIterator[str]:
    """The address of the service, without allowed origins."""
    async with served(database_settings) as running:
        yield running


@asynccontextmanager
async def vite(folder: Path, configuration: str) -> AsyncGenerator[str]:
    """The origin of a page that Vite serves with this configuration."""
    (folder / "vite.config.mjs").write_text(configuration)
    process = await asyncio.create_subprocess_exec(
        str(NODE),
        str(VITE),
        "--port",
        "0",
        "--host",
        "127.0.0.1",
        cwd=folder,
        env={"NO_COLOR": "1", "PATH": "/usr/bin:/bin"},
        stdout=-1,
        stderr=-2,
    )
    assert process.stdout
    try:
        async with asyncio.timeout(PATIENCE):
            while not (found := re.search(r"(http://127\.0\.0\.1:\d+)", (await process.stdout.readline()).decode())):
                assert process.returncode is None
        yield found[1]
    finally:
        process.terminate()
        await process.communicate()


async def send(origin: str) -> httpx.Response:
    """What a page of this origin sends by `fetch`."""
    headers = {"Origin": origin, "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        return await client.post(f"{origin}/graphql", json={"query": "{ __typename }"}, headers=headers)


async def test_documented_proxy_of_vite_works_without_allowed_origins(address: str, tmp_path: Path) -> None:
    async with vite(tmp_path, documented_configuration().replace(TARGET, address)) as origin:
        response = await send(origin)
    assert (response.status_code, response.json()["data"]) == (200, {"__typename": "Query"})


async def test_short_form_of_the_proxy_is_refused_with_the_setting_to_change(address: str, tmp_path: Path) -> None:
    async with vite(tmp_path, SHORT_FORM.replace(TARGET, address)) as origin:
        response = await send(origin)
    assert response.status_code == 403
    assert f"To allow pages of '{origin}', add this origin to GRAPH_SERVICE_ALLOWED_ORIGINS." in response.json()["errors"][0]["message"]
