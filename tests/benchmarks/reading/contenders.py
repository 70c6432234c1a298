"""The contenders of the benchmark: the service, and the baseline ("floor") in its two forms. Each is a process that serves HTTP."""

import os
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import psutil

from tests.benchmarks.reading.drawn import Asked
from tests.benchmarks.reading.keep_alive import Connection, post
from tests.benchmarks.reading.questions import QUESTIONS

PATIENCE = 20.0  # seconds before a process that does not exit counts as stuck


class Unanswered(Exception):
    """Raised when a contender rejects a query or returns a different result than another contender."""


@dataclass(frozen=True, slots=True)
class Service:
    """The service under test."""

    port: int
    process: psutil.Process
    name: str = field(default="service", init=False)

    def request(self, question: str, asked: Asked, *, receipt: bool = False) -> bytes:
        """The HTTP request with the GraphQL document."""
        wanted = {"extensions": {"receipt": True}} if receipt else {}
        return post(orjson.dumps({"query": QUESTIONS[question].document, "variables": asked.variables, **wanted}))

    def read(self, body: bytes) -> Any:
        """The result below the root field, with single-key wrapper objects removed. Raises Unanswered when the response has errors."""
        answer = orjson.loads(body)
        if "errors" in answer:
            raise Unanswered(answer["errors"][0]["message"])
        found = answer["data"]
        while isinstance(found, dict) and len(found) == 1:
            (found,) = found.values()
        return found


@dataclass(frozen=True, slots=True)
class Floor:
    """The baseline: hand-written Cypher that returns one record per row, or all rows in one record when `collected`."""

    port: int
    process: psutil.Process
    collected: bool

    @property
    def name(self) -> str:
        """The name shown in tables."""
        return "floor, collected" if self.collected else "floor"

    def request(self, question: str, asked: Asked) -> bytes:
        """The HTTP request with the name of the query and its Cypher parameters."""
        return post(orjson.dumps({"question": question, "collected": self.collected, "parameters": asked.parameters}))

    def read(self, body: bytes) -> Any:
        """The rows of the response."""
        return orjson.loads(body)


Contender = Service | Floor


@contextmanager
def contenders(login: dict[str, str]) -> Generator[tuple[Service, Floor, Floor]]:
    """All three contenders on the same Neo4j; stopped on exit."""
    floor = [sys.executable, "-m", "tests.benchmarks.reading.floor_server"]
    with served(login) as service, _started(floor, login) as (theirs, told):
        port = int(next(told))
        yield service, Floor(port, theirs, collected=False), Floor(port, theirs, collected=True)


@contextmanager
def served(login: dict[str, str]) -> Generator[Service]:
    """The service alone; stopped on exit."""
    with _started([str(Path(sys.executable).with_name("graph-service")), "serve", "--port", "0"], login) as (process, said):
        address = next(line for line in said if "GraphQL" in line)
        yield Service(int(address.rpartition(":")[2].partition("/")[0]), process)


@contextmanager
def _started(command: list[str], login: dict[str, str]) -> Generator[tuple[psutil.Process, Iterator[str]]]:
    with subprocess.Popen(command, env=os.environ | login, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield psutil.Process(process.pid), iter(process.stdout)
        finally:
            process.terminate()
            process.wait(PATIENCE)


def connect(contender: Contender) -> Connection:
    """Opens a new connection to the contender."""
    return Connection(contender.port)
