"""Relay: its compiler takes our schema, and its store keeps nodes of different types apart and pages lists in both directions."""

import platform
import shutil
from pathlib import Path

import httpx
import pytest

from graph_service.api.schema import schema
from tests.clients.conftest import HERE, RunNode, execute

PROJECT = "kerbside-charging"
CREATED = "water"  # also the ID of a department
SYSTEM = f"{ {'Darwin': 'macos'}.get(platform.system(), 'linux') }-{'arm64' if platform.machine() in ('arm64', 'aarch64') else 'x64'}"

pytestmark = pytest.mark.thorough


@pytest.fixture
async def compiled(packages: Path) -> None:
    """The queries of the folder, compiled with the schema."""
    folder = packages / "relay"
    (folder / "src").mkdir(parents=True, exist_ok=True)
    (folder / "schema.graphql").write_text(schema.as_str())
    for name, target in (("queries.js", "src"), ("relay.config.json", ".")):
        shutil.copy(HERE / "relay" / name, folder / target)
    await execute(folder, packages / "node_modules" / "relay-compiler" / SYSTEM / "relay", "relay.config.json")


async def test_relay_pages_both_ways_and_tells_types_apart(service: str, compiled: None, run_node: RunNode) -> None:
    query = f'{{ project(id: "{PROJECT}") {{ lessons {{ nodes {{ title }} }} }} }}'
    async with httpx.AsyncClient(base_url=service, timeout=120) as client:
        answer = (await client.post("/graphql", json={"query": query})).json()
    titles = [node["title"] for node in answer["data"]["project"]["lessons"]["nodes"]]
    assert len(titles) > 4
    found = await run_node("relay", "run.js", f"{service}/graphql", PROJECT, CREATED)
    assert found["complaints"] == []
    assert found["forwards"] == [titles[:end] for end in range(2, len(titles) + 2, 2)]
    assert found["backwards"] == [titles[-end:] for end in range(2, len(titles) + 2, 2)]
    department = {"id": CREATED, "name": "Water and Wastewater"}
    same = found["sameId"]
    assert (same["before"], same["topic"], same["department"]) == (department, {"id": CREATED, "name": "Made by Relay"}, department)
    assert same["silos"] > 1
