"""`graph-service up` with a Neo4j of its own, and the other commands that find this Neo4j."""

import json
import re
import signal
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from tests.cli.processes import PATIENCE, Up, lives, run, up, wait_until

STEPS = ["Preparing Neo4j", "Starting Neo4j", "Preparing the database", "Loading the demonstration organisation", "graph-service is"]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data directory for the whole module."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def running(data: Path) -> Iterator[Up]:
    """An `up` for several tests. The last of them ends it."""
    with up(data) as started:
        yield started


@pytest.mark.thorough
def test_up_loads_the_demonstration_and_its_end_stops_neo4j(data: Path) -> None:
    with up(data) as first:
        assert first.get("/healthz") == 200
        assert [step for step in STEPS if any(line.startswith(step) for line in first.said)] == STEPS
        assert first.get("/readyz") == 200, "it says that it runs once it can answer"
        assert stat.S_IMODE((data / "password").stat().st_mode) == 0o600
        assert f"guide http://127.0.0.1:{first.port}/browser/guide.html" in (data / "conf" / "neo4j.conf").read_text()
        neo4j = first.neo4j
        first.process.send_signal(signal.SIGINT)
        code, said = first.finish()
        assert (code, said.splitlines()[-1]) == (0, "Stopped.")
    assert not lives(neo4j)
    log = (data / "logs" / "debug.log").read_text()
    assert re.search(r"\[neo4j/.*Checkpoint triggered by ..Database shutdown.*completed", log)


@pytest.mark.exhaustive
def test_other_commands_find_the_neo4j_of_up(data: Path, running: Up) -> None:
    login = json.loads(run("connection", "--data", str(data)).stdout)
    assert login["password"] == (data / "password").read_text()
    assert (login["user"], login["bolt"]) == ("neo4j", running.settings.neo4j_uri)
    assert "<title>Neo4j Browser</title>" in httpx.get(login["browser"], timeout=PATIENCE).text

    health = run("doctor", "--data", str(data), "--json")
    assert health.returncode == 0, health.stdout
    counts = json.loads(health.stdout)["counts"]
    assert counts["Lesson"] > 100, "the demonstration organisation is there"
    assert run("migrate", "--data", str(data)).stdout == "Nothing to apply: the schema is up to date.\n"
    assert "already contains" in run("seed", "--data", str(data)).stderr

    taken = run("up", "--data", str(data), "--port", str(running.port))
    assert taken.returncode == 1
    assert f"Port {running.port} " in taken.stderr
    assert f"is already running on this data directory (Neo4j at {login['bolt']})" in taken.stderr

    with up(data) as second:
        assert second.neo4j == running.neo4j
        wait_until(lambda: second.get("/readyz") == 200, "that the second is ready")
    assert running.get("/readyz") == 200, "the end of the second leaves the first alone"


@pytest.mark.thorough
def test_small_responses_on_an_open_connection_are_not_delayed(running: Up) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{running.port}", timeout=PATIENCE) as client:
        taken = [client.get("/healthz").elapsed.total_seconds() for _ in range(21)]
    # A response that waits for an acknowledgement takes 40 ms, others one or two. The first ones of a connection never wait.
    assert min(taken[10:]) < 0.02


@pytest.mark.thorough
def test_report_is_one_file_about_the_period(data: Path, running: Up, tmp_path: Path) -> None:
    made = run("report", "--data", str(data), "--from", "2025-01-01", "--to", "2026-01-01", "--out", str(tmp_path / "2025.html"))
    assert (made.returncode, made.stdout) == (0, f"The report of 2025-01-01 to 2025-12-31: {tmp_path / '2025.html'}\n")
    page = (tmp_path / "2025.html").read_text()
    assert "Aldermere Regional Works" in page
    assert "1 January to 31 December 2025" in page
    running.process.terminate()  # the next report starts a Neo4j of its own
    running.finish()
    year = run("report", "--data", str(data), "--out", str(tmp_path / "year.html"))
    today = datetime.now(UTC).date()
    assert f" to {today}: " in year.stdout
    assert f"The report of {today.year - 1}" in year.stdout
