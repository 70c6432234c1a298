"""`graph-service serve --workers 2`, on the Neo4j of the tests: no request is lost when workers are replaced."""

import asyncio
import contextlib
import json
import os
import random
import re
import signal
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncGenerator, Callable, Generator, Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph_service.graph import Graph
from graph_service.settings import Settings

COMMAND = Path(sys.executable).parent / "graph-service"
PATIENCE = 300.0
WORK = 'mutation($id: ID!) { createDepartment(input: {id: $id, name: "A department"}) { department { name } } }'
READ = "query($id: ID!) { department(id: $id) { name } }"
RIGHT = {"department": {"name": "A department"}}
AS_OF = "{ network { asOf { activity } } }"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it looks for the workers in /proc")


@dataclass
class Service:
    """A service with its workers."""

    parent: Process
    log: Path
    port: int = 0

    def workers(self) -> set[int]:
        """The process ids of the workers, including those that are starting or stopping."""
        children = Path(f"/proc/{self.parent.pid}/task/{self.parent.pid}/children").read_text().split()
        return {int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()}

    async def ask(self, query: str, *, pause: float = 0.0, said: asyncio.Event | None = None, **variables: Any) -> tuple[str, Any]:
        """The answer's head, and its data, over a connection of its own.

        A kept connection may be closed by a server at any time while nothing is being asked, which is how HTTP/1.1 is: whoever asks just
        then asks again. So each request here has a connection of its own. It pauses between connecting and asking, and then
        between the head of the request and its body, as a slow line does; `said` is set when it has come to that.
        """
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        await asyncio.sleep(pause)
        body = json.dumps({"query": query, "variables": variables}).encode()
        writer.write(b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n")
        writer.write(f"Content-Length: {len(body)}\r\n\r\n".encode())
        if said is not None:
            said.set()
        await asyncio.sleep(pause)
        writer.write(body)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = re.search(r"content-length: (\d+)", head)
        assert length is not None, head
        answer = json.loads(await reader.readexactly(int(length[1])))
        writer.close()
        assert "errors" not in answer, answer
        return head, answer["data"]

    async def metrics(self) -> str:
        """The Prometheus metrics."""
        async with httpx.AsyncClient(timeout=PATIENCE) as client:
            return (await client.get(f"http://127.0.0.1:{self.port}/metrics")).text

    @contextlib.contextmanager
    def alone(self, worker: int) -> Generator[None]:
        """Suspends the other workers, so that only this one responds."""
        others = self.workers() - {worker}
        signal_all(others, signal.SIGSTOP)
        try:
            yield
        finally:
            signal_all(others, signal.SIGCONT)

    def is_up(self) -> bool:
        """Whether the service has printed its address."""
        address = re.search(r"http://127\.0\.0\.1:(\d+)/graphql[^$]*Ctrl-C stops", self.log.read_text())
        self.port = int(address[1]) if address else 0
        return address is not None


def signal_all(processes: Iterable[int], number: int) -> None:
    for process in processes:
        os.kill(process, number)


def environment(settings: Settings) -> dict[str, str]:
    """The environment variables of a command that uses this Neo4j."""
    ours = {field.metadata["variable"] for field in fields(Settings)}
    others = {name: value for name, value in os.environ.items() if name not in ours}
    return others | {"NEO4J_URI": settings.neo4j_uri or "", "NEO4J_PASSWORD": settings.password or ""}


@contextlib.asynccontextmanager
async def serving(settings: Settings, log: Path, *options: str) -> AsyncGenerator[Service]:
    """Starts the service with two workers and waits until it is ready; then both respond."""
    with log.open("w") as said:
        parent = await asyncio.create_subprocess_exec(
            COMMAND, "serve", "--workers", "2", "--port", "0", *options, env=environment(settings), stdout=said, stderr=said
        )
    service = Service(parent, log)
    try:
        await happens(lambda: service.is_up() or parent.returncode is not None)
        assert service.port, f"it ended and said {log.read_text()}"  # noqa: ASYNC240 - it has ended
        yield service
    finally:
        if parent.returncode is None:
            parent.kill()
            await parent.wait()


async def happens(what: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not what():  # noqa: ASYNC110 - processes tell nobody
            await asyncio.sleep(0.05)


async def ask_on_and_on(service: Service, stop: asyncio.Event) -> int:
    """Sends requests until it is stopped, and returns their number. Fails on any wrong response."""
    asked = 0
    while not stop.is_set():
        assert (await service.ask(READ, pause=random.uniform(0, 0.03), id="steady"))[1] == RIGHT
        asked += 1
    return asked


@pytest.mark.thorough
async def test_no_request_is_lost_when_workers_are_replaced_killed_and_stopped(
    graph: Graph, database_settings: Settings, tmp_path: Path
) -> None:
    async with serving(database_settings, tmp_path / "log") as service:
        first = service.workers()
        assert len(first) == 2
        await service.ask(WORK, id="steady")

        # Replaced, while several clients go on asking.
        stop = asyncio.Event()
        async with asyncio.TaskGroup() as clients:
            load = [clients.create_task(ask_on_and_on(service, stop)) for _ in range(6)]
            service.parent.send_signal(signal.SIGHUP)
            await happens(lambda: len(service.workers()) == 2 and not service.workers() & first)
            stop.set()
        assert min(task.result() for task in load) > 10

        # Both new ones answer, and see soon what was written through one of them.
        one, other = service.workers()
        with service.alone(one):
            await service.ask(WORK, id="new")
            _, written = await service.ask(AS_OF)
        with service.alone(other):
            deadline = time.monotonic() + PATIENCE
            while (await service.ask(AS_OF))[1] != written:
                assert time.monotonic() < deadline
                await asyncio.sleep(0.05)

        # Whichever is asked for metrics counts what both have done.
        counted = re.search(r'requests_total{route="/graphql",status="200"} (\d+)', await service.metrics())
        assert counted is not None
        assert int(counted[1]) > sum(task.result() for task in load)

        # One dies, and another is started for it.
        os.kill(one, signal.SIGKILL)
        await happens(lambda: len(service.workers() - {one}) == 2)

        # The end, when some have connected and some have sent half of what they ask.
        said = [asyncio.Event() for _ in range(4)]
        halves = [asyncio.create_task(service.ask(READ, pause=0.3, said=event, id="steady")) for event in said]
        await asyncio.gather(*(event.wait() for event in said))
        connected = [asyncio.create_task(service.ask(READ, pause=0.3, id="steady")) for _ in range(4)]
        await asyncio.sleep(0.1)
        service.parent.terminate()
        for head, data in await asyncio.gather(*halves, *connected):
            assert data == RIGHT
            assert "connection: close" in head
        async with asyncio.timeout(PATIENCE):
            await service.parent.wait()
        log = service.log.read_text()
        assert service.parent.returncode == 0, log
        assert log.endswith("Stopped.\n")
        assert len(re.findall(r"Worker \d+ was stopped", log)) == 2
        assert f"Worker {one} crashed (SIGKILL)" in log
        assert "Traceback" not in log


@pytest.mark.thorough
async def test_workers_exit_when_their_parent_is_killed(graph: Graph, database_settings: Settings, tmp_path: Path) -> None:
    async with serving(database_settings, tmp_path / "log") as service:
        workers = service.workers()
        service.parent.kill()
        await happens(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))
        with pytest.raises(ConnectionRefusedError):
            await service.ask(READ, id="steady")
