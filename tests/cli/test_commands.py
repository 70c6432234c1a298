"""The `graph-service` command in a process of its own, with its own Neo4j."""

import asyncio
import contextlib
import itertools
import json
import os
import re
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from graph_service.cli import main
from graph_service.cli.neo4j_browser import browser_setup
from graph_service.errors import GraphServiceError
from graph_service.graph import Graph, WriteTransaction, connect
from graph_service.graph.local import locate_data_directory
from graph_service.graph.local.ports import find_free_port
from graph_service.settings import Settings

COMMAND = Path(sys.executable).parent / "graph-service"
PATIENCE = 120.0
ENOUGH = 200  # writes before the kill
COMMANDS = ("connection", "doctor", "import", "migrate", "report", "schema", "seed", "serve", "token", "up")


def environment() -> dict[str, str]:
    """The environment without the user's settings, except for the Neo4j version and Java."""
    kept = ("GRAPH_SERVICE_NEO4J_VERSION", "JAVA_HOME")
    ours = {field.metadata["variable"] for field in fields(Settings)} - set(kept)
    return {name: value for name, value in os.environ.items() if name not in ours}


def run(*arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Runs a command to its end."""
    return subprocess.run(
        [COMMAND, *arguments], env=environment() | variables, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def wait_until(happened: Callable[[], bool], what: str) -> None:
    """Waits until the condition holds."""
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, f"{what} did not happen"
        time.sleep(0.05)


def lives(process: int) -> bool:
    """Whether the process exists."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@dataclass(frozen=True)
class Up:
    """A running `graph-service up`."""

    process: "subprocess.Popen[str]"
    data: Path
    port: int
    said: list[str]
    """The lines that it printed until it was ready."""

    @property
    def neo4j(self) -> int:
        """The process id of its Neo4j."""
        running = locate_data_directory(self.data).running()
        assert running is not None
        return running.process

    @property
    def settings(self) -> Settings:
        """The settings to connect to its Neo4j."""
        running = locate_data_directory(self.data).running()
        assert running is not None
        return Settings(
            neo4j_uri=f"bolt://127.0.0.1:{running.bolt_port}", neo4j_password=locate_data_directory(self.data).password_file.read_text()
        )

    def get(self, path: str) -> int:
        """The status of a response."""
        return httpx.get(f"http://127.0.0.1:{self.port}{path}", timeout=PATIENCE).status_code

    def finish(self) -> tuple[int, str]:
        """Waits for its end; returns the exit code and the output."""
        said, _ = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, said


@contextlib.contextmanager
def up(data: Path, *options: str) -> Generator[Up]:
    """Starts `up`, waits until it is ready, and stops it at the end."""
    port = find_free_port(0, "", "")
    arguments = [COMMAND, "up", "--data", data, "--port", str(port), "--bolt-port", "0", "--browser-port", "0", *options]
    process = subprocess.Popen(arguments, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert process.stdout is not None
        said: list[str] = []
        while not said or not said[-1].startswith("Ctrl-C stops"):
            line = process.stdout.readline()
            assert line, f"it ended with {process.wait()} and said {''.join(said)}"
            said.append(line)
        yield Up(process, data, port, said)
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data directory for the whole module: these tests start Neo4j in it repeatedly."""
    return tmp_path_factory.mktemp("data")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command_has_an_example(command: str) -> None:
    answer = CliRunner().invoke(main, [command, "--help"])
    assert answer.exit_code == 0
    assert "Example:\n" in answer.output
    assert f"graph-service {command}" in answer.output
    assert (sorted(main.commands)) == list(COMMANDS)


def test_help_lists_every_setting() -> None:
    answer = CliRunner().invoke(main, ["--help"])
    assert [f.metadata["variable"] for f in fields(Settings) if f.metadata["variable"] not in answer.output] == []


def test_invalid_setting_is_reported_in_one_line() -> None:
    answer = run("up", GRAPH_SERVICE_PORT="eighty")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr.startswith("Error: GRAPH_SERVICE_PORT must be a whole number")
    assert answer.stderr.count("\n") == 1


def test_unreachable_database_is_reported_in_one_line() -> None:
    port = find_free_port(0, "", "")
    answer = run("migrate", NEO4J_URI=f"bolt://127.0.0.1:{port}", NEO4J_PASSWORD="secret")
    assert answer.returncode == 1
    assert answer.stderr.startswith("Error: Neo4j does not respond")
    assert answer.stderr.count("\n") == 1


def test_serve_requires_neo4j_uri() -> None:
    answer = run("serve", "--port", "0")
    assert (answer.returncode, answer.stderr.startswith("Error: NEO4J_URI is not set.")) == (1, True)


@pytest.mark.parametrize(("address", "host"), [("0.0.0.0", "127.0.0.1"), ("192.0.2.7", "192.0.2.7"), ("::", "[::1]"), ("::1", "[::1]")])  # noqa: S104
def test_guide_address_is_reachable_from_the_browser(address: str, host: str) -> None:
    start = browser_setup(address, 8000)
    assert start.host == host
    assert start.commands == (f"style http://{host}:8000/browser/style.grass", f"guide http://{host}:8000/browser/guide.html")


@pytest.mark.parametrize("command", ["connection", "report"])
def test_command_without_a_database_reports_it_and_creates_none(command: str, tmp_path: Path) -> None:
    answer = run(command, "--data", str(tmp_path / "nothing"))
    assert answer.returncode == 1
    assert "graph-service up" in answer.stderr
    assert not (tmp_path / "nothing").exists()


def test_schema_command_needs_no_database() -> None:
    answer = run("schema")
    assert answer.returncode == 0
    assert "type Query {" in answer.stdout


def test_other_commands_find_the_neo4j_of_up(data: Path) -> None:
    with up(data) as first:
        assert first.get("/healthz") == 200
        steps = [
            "Preparing Neo4j",
            "Starting Neo4j",
            "Preparing the database",
            "Loading the demonstration organisation",
            "graph-service is",
        ]
        assert [step for step in steps if any(line.startswith(step) for line in first.said)] == steps
        wait_until(lambda: first.get("/readyz") == 200, "that it is ready")
        assert stat.S_IMODE((data / "password").stat().st_mode) == 0o600

        assert f"guide http://127.0.0.1:{first.port}/browser/guide.html" in (data / "conf" / "neo4j.conf").read_text()
        login = json.loads(run("connection", "--data", str(data)).stdout)
        assert login["password"] == (data / "password").read_text()
        assert (login["user"], login["bolt"]) == ("neo4j", first.settings.neo4j_uri)
        assert "<title>Neo4j Browser</title>" in httpx.get(login["browser"], timeout=PATIENCE).text

        health = run("doctor", "--data", str(data), "--json")
        assert health.returncode == 0, health.stdout
        counts = json.loads(health.stdout)["counts"]
        assert counts["Lesson"] > 100, "the demonstration organisation is there"
        assert run("migrate", "--data", str(data)).stdout == "Nothing to apply: the schema is up to date.\n"
        assert "already contains" in run("seed", "--data", str(data)).stderr

        taken = run("up", "--data", str(data), "--port", str(first.port))
        assert taken.returncode == 1
        assert f"Port {first.port} " in taken.stderr
        assert f"is already running on this data directory (Neo4j at {login['bolt']})" in taken.stderr

        with up(data) as second:
            assert second.neo4j == first.neo4j
            wait_until(lambda: second.get("/readyz") == 200, "that the second is ready")
        assert first.get("/readyz") == 200, "the end of the second leaves the first alone"

        neo4j = first.neo4j
        first.process.send_signal(signal.SIGINT)
        code, said = first.finish()
        assert (code, said.splitlines()[-1]) == (0, "Stopped.")
    assert not lives(neo4j)
    log = (data / "logs" / "debug.log").read_text()
    assert re.search(r"\[neo4j/.*Checkpoint triggered by ..Database shutdown.*completed", log)


@pytest.mark.thorough
def test_report_is_one_file_about_the_period(data: Path, tmp_path: Path) -> None:
    with up(data):  # so that the demonstration organisation is there; the second report starts a Neo4j of its own
        made = run("report", "--data", str(data), "--from", "2025-01-01", "--to", "2026-01-01", "--out", str(tmp_path / "2025.html"))
    assert (made.returncode, made.stdout) == (0, f"The report of 2025-01-01 to 2025-12-31: {tmp_path / '2025.html'}\n")
    page = (tmp_path / "2025.html").read_text()
    assert "Aldermere Regional Works" in page
    assert "1 January to 31 December 2025" in page
    year = run("report", "--data", str(data), "--out", str(tmp_path / "year.html"))
    today = datetime.now(UTC).date()
    assert f" to {today}: " in year.stdout
    assert f"The report of {today.year - 1}" in year.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--from", "31.12.2025"], "'31.12.2025' is not a date. Write it like 2025-12-31."),
        (["--from", "2025-13-01"], "'2025-13-01' is not a date. Write it like 2025-12-31."),
        (["--from", "2026-01-01", "--to", "2025-01-01"], "The period from 2026-01-01 to 2025-01-01 contains no day:"),
        (["--from", "2025-01-01", "--to", "2025-01-01"], "--to is the first day after it"),
        (["--out", "no/such/folder/report.html"], "The folder no/such/folder for report.html does not exist."),
        (["--out", "."], "is a directory"),
        (["--dashboard", "pmo.example.org"], "'pmo.example.org' is not a web address. Write it like https://pmo.example.org."),
    ],
)
def test_report_error_says_why(arguments: list[str], said: str, tmp_path: Path) -> None:
    answer = run("report", "--data", str(tmp_path / "nothing"), *arguments)
    assert answer.returncode in {1, 2}
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.thorough
def test_small_responses_on_an_open_connection_are_not_delayed(data: Path) -> None:
    with up(data) as running, httpx.Client(base_url=f"http://127.0.0.1:{running.port}", timeout=PATIENCE) as client:
        taken = [client.get("/healthz").elapsed.total_seconds() for _ in range(21)]
    # A response that waits for an acknowledgement takes 40 ms, others one or two. The first ones of a connection never wait.
    assert min(taken[10:]) < 0.02


@pytest.mark.thorough
async def test_acknowledged_writes_survive_a_kill(data: Path) -> None:
    acknowledged: list[int] = []
    enough = asyncio.Event()
    with up(data) as running:
        neo4j = running.neo4j
        async with connect(running.settings) as graph:
            stream = asyncio.create_task(write_on_and_on(graph, acknowledged, enough))
            await asyncio.wait_for(enough.wait(), PATIENCE)
            running.process.kill()
            os.kill(neo4j, signal.SIGKILL)
            await stream
    with up(data) as again:
        async with connect(again.settings) as graph:
            ones = await graph.read("MATCH (n:One) RETURN collect(n.number)")
            others = await graph.read("MATCH (n:Other) RETURN collect(n.number)")
        assert set(acknowledged) <= set(ones)
        assert sorted(ones) == sorted(others), "no transaction is half there"

        neo4j = again.neo4j
        again.process.kill()
        wait_until(lambda: not lives(neo4j), "the end of Neo4j after that of its service")


async def write_on_and_on(graph: Graph, acknowledged: list[int], enough: asyncio.Event) -> None:
    """Writes two nodes per transaction until the database stops."""
    for number in itertools.count():

        async def write(transaction: WriteTransaction, number: int = number) -> None:
            await transaction.run("CREATE (:One {number: $number})", {"number": number})
            await transaction.run("CREATE (:Other {number: $number})", {"number": number})

        try:
            await asyncio.wait_for(graph.write(write), 5)
        except (GraphServiceError, TimeoutError):
            return
        acknowledged.append(number)
        if number == ENOUGH:
            enough.set()


@pytest.mark.thorough
def test_service_exits_with_a_message_when_neo4j_dies(data: Path) -> None:
    with up(data) as running:
        os.kill(running.neo4j, signal.SIGKILL)
        code, said = running.finish()
    assert code == 1
    assert "Error: Neo4j has stopped. The end of its log:\n" in said
    assert f"The whole log: {data / 'logs' / 'console.log'}" in said
    assert "Traceback" not in said
