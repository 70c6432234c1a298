"""The `graph-service` command, run within this process and in a process of its own."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, fields
from pathlib import Path

import httpx
from click.testing import CliRunner, Result

from graph_service.cli import main
from graph_service.graph.local import locate_data_directory
from graph_service.graph.local.ports import find_free_port
from graph_service.settings import Settings

COMMAND = Path(sys.executable).parent / "graph-service"
PATIENCE = 300.0
KEPT = ("GRAPH_SERVICE_NEO4J_VERSION", "JAVA_HOME")
OURS = {field.metadata["variable"] for field in fields(Settings)} - set(KEPT)


def environment() -> dict[str, str]:
    """The environment without the user's settings, except for the Neo4j version and Java."""
    return {name: value for name, value in os.environ.items() if name not in OURS}


def invoke(*arguments: str, **variables: str) -> Result:
    """Runs a command within this process, which takes a tenth of the time of a process of its own."""
    return CliRunner().invoke(main, arguments, env=dict.fromkeys(OURS) | variables, catch_exceptions=False)


def run(*arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Runs a command in a process of its own to its end."""
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
