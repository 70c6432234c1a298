"""graph_service.asgi:app under another ASGI server than ours: uvicorn as its own command starts it, with the settings in the environment."""

import importlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from graph_service.errors import GraphServiceError
from graph_service.graph import Graph
from graph_service.settings import PREFIXES, Settings

START_TIMEOUT = 60.0


@pytest.fixture
def server(graph: Graph, database_settings: Settings, tmp_path: Path) -> Iterator[str]:
    """The address of a uvicorn that serves the application from the database of the tests."""
    assert database_settings.neo4j_uri is not None
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIXES)} | {
        "NEO4J_URI": database_settings.neo4j_uri,
        "NEO4J_PASSWORD": database_settings.password or "",
        "GRAPH_SERVICE_ALLOWED_HOSTS": "pmo.example, graph.example",
    }
    log = tmp_path / "log"
    with log.open("w") as output:
        command = [sys.executable, "-m", "uvicorn", "graph_service.asgi:app", "--port", "0"]
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
    try:
        deadline = time.monotonic() + START_TIMEOUT
        while not (address := re.search(r"running on (http://127\.0\.0\.1:\d+)", log.read_text())):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)
        yield address[1]
    finally:
        process.terminate()
        process.wait(START_TIMEOUT)


@pytest.mark.thorough
def test_another_server_serves_the_application_with_the_settings_of_the_environment(server: str) -> None:
    query = {"query": "{ lessons { totalCount } }"}
    response = httpx.post(f"{server}/graphql", json=query, headers={"Host": "graph.example"}, timeout=START_TIMEOUT)
    assert (response.status_code, response.json()["data"]) == (200, {"lessons": {"totalCount": 0}})
    assert httpx.get(f"{server}/readyz", timeout=START_TIMEOUT).json()["database"] == "ok"
    assert httpx.get(f"{server}/healthz", headers={"Host": "evil.example"}).status_code == 403


def test_bad_settings_end_the_import_with_the_name_of_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPH_SERVICE_MIN_GROUP", "few")
    monkeypatch.delitem(sys.modules, "graph_service.asgi", raising=False)
    with pytest.raises(GraphServiceError, match="GRAPH_SERVICE_MIN_GROUP must be a whole number"):
        importlib.import_module("graph_service.asgi")
