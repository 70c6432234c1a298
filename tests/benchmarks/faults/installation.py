"""A Neo4j and a service with two workers whose processes can be killed and started again."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import psutil

from graph_service.graph import connect
from graph_service.graph.local import LocalNeo4j, find_installation, local_neo4j
from graph_service.graph.local.ports import find_free_port
from graph_service.graph.migrations import migrate
from graph_service.ingest import import_folder
from graph_service.package_data import find_package_data
from graph_service.settings import Settings, read_settings

COMMAND = Path(sys.executable).with_name("graph-service")
TIMEOUT = 300.0  # seconds


class Database:
    """A Neo4j on a port of its own, as `graph-service up` starts it."""

    neo4j: LocalNeo4j

    def __init__(self, data: Path) -> None:
        ports = {name: find_free_port(0, "", "") for name in ("bolt_port", "browser_port")}
        self._settings = replace(read_settings({}), data=data, **ports)
        self._stack = AsyncExitStack()

    @property
    def settings(self) -> Settings:
        """The settings that connect to it."""
        return self.neo4j.settings(self._settings)

    async def start(self) -> None:
        """Starts it and waits until it responds."""
        self.neo4j = await self._stack.enter_async_context(local_neo4j(find_installation(self._settings), self._settings))

    async def stop(self) -> None:
        """Stops it cleanly."""
        await self._stack.aclose()

    async def load_demonstration(self) -> None:
        """Imports the demonstration organisation, whose people and projects the clients use."""
        async with connect(self.settings) as graph:
            await migrate(graph, find_package_data("schema"))
            await import_folder(graph, find_package_data("seed"))

    async def kill(self) -> None:
        """Kills it, which has the effect of a power failure."""
        os.kill(self.neo4j.process, signal.SIGKILL)
        await self._stack.aclose()


class Service:
    """`graph-service serve --workers 2` on a port of its own."""

    def __init__(self, settings: Settings, log: Path) -> None:
        self.port = find_free_port(0, "", "")
        self._log = log
        self.environment = os.environ | {
            "NEO4J_URI": settings.neo4j_uri or "",
            "NEO4J_USERNAME": settings.neo4j_username,
            "NEO4J_PASSWORD": settings.password or "",
        }
        self._supervisor: Process | None = None

    @property
    def address(self) -> str:
        """The root of its URLs."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Starts it. Does not wait until it is ready."""
        with self._log.open("a") as log:
            self._supervisor = await asyncio.create_subprocess_exec(
                COMMAND, "serve", "--workers", "2", "--port", str(self.port), env=self.environment, stdin=DEVNULL, stdout=log, stderr=log
            )

    def workers(self) -> list[psutil.Process]:
        """The worker processes."""
        assert self._supervisor is not None
        children = psutil.Process(self._supervisor.pid).children()
        return [child for child in children if _is_worker(child)]

    async def kill_worker(self) -> None:
        """Kills one worker, which the supervisor replaces."""
        while not (workers := self.workers()):  # noqa: ASYNC110 - the last one may just have been killed
            await asyncio.sleep(0.05)
        workers[0].kill()

    async def kill_supervisor(self) -> None:
        """Kills the parent process, waits until its workers have ended, and starts the service again."""
        assert self._supervisor is not None
        workers = self.workers()
        self._supervisor.kill()
        await self._supervisor.wait()
        await asyncio.to_thread(psutil.wait_procs, workers, TIMEOUT)
        await self.start()

    async def stop(self) -> None:
        """Stops it as Ctrl-C does."""
        if self._supervisor is not None and self._supervisor.returncode is None:
            self._supervisor.terminate()
            await self._supervisor.wait()

    async def wait_until_ready(self) -> None:
        """Returns when /readyz has status 200. Raises TimeoutError after TIMEOUT."""
        async with asyncio.timeout(TIMEOUT), httpx.AsyncClient(timeout=5) as client:
            while True:
                try:
                    if (await client.get(f"{self.address}/readyz")).status_code == 200:
                        return
                except httpx.HTTPError:
                    pass
                await asyncio.sleep(0.05)


@asynccontextmanager
async def running(data: Path, log: Path) -> AsyncGenerator[tuple[Database, Service]]:
    """A database with the demonstration organisation and a service that is ready; both are stopped at the end."""
    database = Database(data)
    await database.start()
    try:
        await database.load_demonstration()
        service = Service(database.settings, log)
        await service.start()
        try:
            await service.wait_until_ready()
            yield database, service
        finally:
            await service.stop()
    finally:
        await database.stop()


def _is_worker(process: psutil.Process) -> bool:
    """False as well for one that was just killed."""
    try:
        return any("spawn_main" in part for part in process.cmdline())
    except psutil.NoSuchProcess:
        return False
