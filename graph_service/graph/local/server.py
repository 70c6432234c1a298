"""Neo4j as a child process: started, waited for, watched and stopped."""

import asyncio
import json
import signal
import sys
from asyncio import StreamReader, StreamWriter
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import cast

from neo4j.exceptions import AuthError

from graph_service.errors import Conflict, GraphServiceError, Unavailable
from graph_service.graph.driver import connect
from graph_service.graph.local import watchdog
from graph_service.graph.local.atomic_file import write_atomically
from graph_service.graph.local.cds_archive import cds_options, keep_cds_archive
from graph_service.graph.local.configuration import BrowserSetup, configuration, java_options
from graph_service.graph.local.data_directory import (
    Connection,
    DataDirectory,
    RunningServer,
    create_data_directory,
    ensure_password,
    home_options,
    kill_orphan,
    require_compatible_release,
)
from graph_service.graph.local.installation import Installation
from graph_service.graph.local.ports import accepts_connections, find_free_port
from graph_service.settings import Settings

START_PATIENCE = 180.0  # seconds; Neo4j takes 3 to 8, a small machine that recovers a large database much longer
CLEAN_EXITS = (0, 128 + signal.SIGTERM)
LOOK_EVERY = 0.05
LOOK_AFTER_OTHERS_EVERY = 1.0


@dataclass(frozen=True, slots=True)
class LocalNeo4j:
    """A local Neo4j that answers."""

    connection: Connection
    directory: DataDirectory
    process: int
    bolt_port: int
    attached: bool
    """Whether another command runs it, and will stop it."""
    ended: Callable[[], Awaitable[str]]
    """Waits until it is gone and returns what to tell the person about it."""

    def settings(self, settings: Settings) -> Settings:
        """The same settings, with this database in them."""
        return replace(
            settings,
            neo4j_uri=self.connection.bolt,
            neo4j_username=self.connection.user,
            neo4j_password=self.connection.password,
            neo4j_password_file=None,
            neo4j_database="neo4j",
        )


@asynccontextmanager
async def local_neo4j(
    installation: Installation, settings: Settings, *, browser: BrowserSetup | None = None, record: bool = False
) -> AsyncGenerator[LocalNeo4j]:
    """Neo4j in the data directory of the settings: the one that runs there, else one of our own, stopped cleanly at the end.

    `browser` is what its Neo4j Browser begins with. With `record` its first clean stop makes later starts fast (archive.py). Conflict for a port that is taken or data of a newer release,
    InvalidInput for a directory that cannot be used, Unavailable with its last words for a Neo4j that does not come up.
    """
    directory = create_data_directory(settings.data)
    guard = await _take(directory)
    if isinstance(guard, LocalNeo4j):
        yield guard
        return
    neo4j: LocalNeo4j | None = None
    answered = False
    try:
        running = await _start(guard, directory, installation, settings, browser, record=record)
        neo4j = _describe(directory, running, guard)
        await _wait_until_it_answers(guard, neo4j, settings)
        answered = True
        yield neo4j
    finally:
        code = await asyncio.shield(_stop(guard, directory, neo4j))
        keep_cds_archive(installation, whole=answered and code in CLEAN_EXITS)


async def _take(directory: DataDirectory) -> Process | LocalNeo4j:
    """The watchdog that holds the folder for us, or the Neo4j that another command runs there, waiting while that starts or stops."""
    try:
        async with asyncio.timeout(START_PATIENCE):
            while True:
                guard = await asyncio.create_subprocess_exec(
                    sys.executable, "-I", watchdog.__file__, str(directory.lock), stdin=PIPE, stdout=PIPE, start_new_session=True
                )
                word = await _hear(guard)
                if word == watchdog.LOCKED:
                    return guard
                await guard.wait()
                if word != watchdog.BUSY:
                    raise Unavailable(f"The data directory {directory.path} cannot be locked ({word}). Choose another with --data DIR.")
                running = directory.running()
                if running is not None and await accepts_connections(running.bolt_port):
                    return _describe(directory, running, None)
                await asyncio.sleep(4 * LOOK_EVERY)
    except TimeoutError as error:
        raise Conflict(
            f"Another graph-service uses {directory.path}, but no Neo4j answers there. End it or choose another --data DIR."
        ) from error


async def _hear(guard: Process) -> str:
    return (await cast("StreamReader", guard.stdout).readline()).decode().strip()


async def _start(
    guard: Process, directory: DataDirectory, installation: Installation, settings: Settings, browser: BrowserSetup | None, *, record: bool
) -> RunningServer:
    if (before := directory.running()) is not None:
        kill_orphan(directory, before.process)
    require_compatible_release(directory, installation.release)
    bolt_port = find_free_port(settings.bolt_port, "--bolt-port", "GRAPH_SERVICE_BOLT_PORT")
    browser_port = find_free_port(settings.browser_port, "--browser-port", "GRAPH_SERVICE_BROWSER_PORT")
    text = configuration(installation.release, bolt_port=bolt_port, browser_port=browser_port, browser=browser)
    write_atomically(directory.path / "conf" / "neo4j.conf", text.encode())
    password = ensure_password(directory)
    if not directory.has_data:
        await _set_first_password(directory, installation, password)
    process = await _order(guard, directory, installation, record=record)
    running = RunningServer(process, bolt_port, browser_port)
    directory.note_running(running)
    return running


async def _set_first_password(directory: DataDirectory, installation: Installation, password: str) -> None:
    # By way of a file, so that the password is in no list of processes.
    words = directory.path / "run" / "first-password"
    write_atomically(words, f"org.neo4j.cli.AdminTool dbms set-initial-password {password}\n".encode())
    try:
        admin = await asyncio.create_subprocess_exec(
            installation.java.executable, f"@{words}", env=installation.environment(directory), stdout=PIPE, stderr=STDOUT
        )
        said, _ = await admin.communicate()
    finally:
        words.unlink()
    if admin.returncode != 0:
        raise Unavailable(
            f"Neo4j {installation.release.text} does not run on this machine. It said:\n{said.decode(errors='replace').strip()}"
        )


async def _order(guard: Process, directory: DataDirectory, installation: Installation, *, record: bool) -> int:
    """Has the watchdog start Neo4j; returns the number of the process."""
    crash = f"-XX:ErrorFile={directory.path / 'logs' / 'crash-%p.log'}"
    options = (*cds_options(installation, record=record), *java_options(installation.java.version), crash)
    order = {
        "command": [
            str(installation.java.executable),
            *options,
            installation.release.main_class,
            *home_options(directory),
            "--console-mode",
        ],
        "environment": installation.environment(directory),
        "log": str(directory.console),
        "note": str(directory.note),
    }
    cast("StreamWriter", guard.stdin).write(json.dumps(order).encode() + b"\n")
    return int(await _hear(guard))


def _describe(directory: DataDirectory, running: RunningServer, guard: Process | None) -> LocalNeo4j:
    async def ended() -> str:
        if guard is not None:
            await guard.wait()
            return f"Neo4j has stopped. It said last:\n{directory.last_words()}"
        while await accepts_connections(running.bolt_port):  # noqa: ASYNC110 - it is in another process
            await asyncio.sleep(LOOK_AFTER_OTHERS_EVERY)
        return "Neo4j has stopped: another `graph-service` ran it and has ended. Run `graph-service up` again."

    connection = directory.connection(running.bolt_port, running.browser_port)
    return LocalNeo4j(connection, directory, running.process, running.bolt_port, guard is None, ended)


async def _wait_until_it_answers(guard: Process, neo4j: LocalNeo4j, settings: Settings) -> None:
    try:
        async with asyncio.timeout(START_PATIENCE):
            while guard.returncode is None:
                if await accepts_connections(neo4j.bolt_port) and await _greets(neo4j, settings):
                    return
                await asyncio.sleep(LOOK_EVERY)
    except TimeoutError as error:
        raise Unavailable(
            f"Neo4j does not answer {START_PATIENCE:.0f} s after its start. It said last:\n{neo4j.directory.last_words()}"
        ) from error
    raise Unavailable(f"Neo4j stopped while it was starting. It said last:\n{neo4j.directory.last_words()}")


async def _greets(neo4j: LocalNeo4j, settings: Settings) -> bool:
    try:
        async with connect(neo4j.settings(settings)):
            return True
    except GraphServiceError as error:
        if isinstance(error.__cause__, AuthError):
            raise Conflict(f"The database refuses the password in {neo4j.directory.password_file}. Put the right one there.") from error
        return False  # its port opens a moment before its database does


async def _stop(guard: Process, directory: DataDirectory, neo4j: LocalNeo4j | None) -> int:
    """The exit code of Neo4j.

    It makes a checkpoint as it shuts down (Community has no procedure for it), so its next start has nothing to recover.
    """
    directory.note_running(None)  # first, so that nobody attaches any more
    stdin = cast("StreamWriter", guard.stdin)
    if not stdin.is_closing():
        stdin.write(watchdog.STOP)
    stdin.close()
    code = await guard.wait()
    if neo4j is not None:
        kill_orphan(directory, neo4j.process)
    return code
