"""Runs Neo4j as a child process: starts it, waits until it responds, and stops it."""

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
from graph_service.graph.local.configuration import BrowserSetup, java_options, render_configuration
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

# Seconds. Neo4j takes 3 to 8; a busy machine takes minutes, and so does the recovery of a large database.
START_TIMEOUT = 600.0
CLEAN_EXIT_CODES = (0, 128 + signal.SIGTERM)
START_POLL_INTERVAL = 0.05  # seconds
ATTACHED_POLL_INTERVAL = 1.0  # seconds
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class LocalNeo4j:
    """A running local Neo4j."""

    connection: Connection
    directory: DataDirectory
    process: int
    bolt_port: int
    attached: bool
    """Whether another command has started it and will stop it."""
    wait_until_stopped: Callable[[], Awaitable[str]]
    """Waits until it has stopped, and returns a message for the user."""

    def settings(self, settings: Settings) -> Settings:
        """The same settings, with the connection to this database."""
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
    installation: Installation,
    settings: Settings,
    *,
    browser: BrowserSetup | None = None,
    record_archive: bool = False,
    report: Report = lambda _: None,
) -> AsyncGenerator[LocalNeo4j]:
    """Neo4j in the data directory of the settings: attaches to the one that runs there, or starts one and stops it cleanly at the end.

    browser: the files that its Neo4j Browser loads after login. record_archive: lets the first clean stop make later starts fast
    (cds_archive.py). report: receives what the start is waiting for. Raises Conflict when a port is in use or the data are of a newer
    release, InvalidInput when the directory cannot be used, Unavailable with the end of its log when Neo4j does not start.
    """
    directory = create_data_directory(settings.data)
    lock = await _lock_or_attach(directory, report)
    if isinstance(lock, LocalNeo4j):
        yield lock
        return
    guard, neo4j, started = lock, None, False
    try:
        server = await _start(guard, directory, installation, settings, browser, report, record_archive=record_archive)
        neo4j = _describe(directory, server, guard)
        await _wait_until_ready(guard, neo4j, settings, report)
        started = True
        yield neo4j
    finally:
        code = await asyncio.shield(_stop(guard, directory, neo4j))
        keep_cds_archive(installation, complete=started and code in CLEAN_EXIT_CODES)


async def _lock_or_attach(directory: DataDirectory, report: Report) -> Process | LocalNeo4j:
    """The watchdog that holds the lock for us, or the Neo4j that another command runs here. Waits while that one starts or stops."""
    try:
        async with asyncio.timeout(START_TIMEOUT):
            while True:
                guard = await asyncio.create_subprocess_exec(
                    sys.executable, "-I", watchdog.__file__, str(directory.lock_file), stdin=PIPE, stdout=PIPE, start_new_session=True
                )
                reply = await _read_reply(guard)
                if reply == watchdog.LOCKED:
                    return guard
                await guard.wait()
                if reply != watchdog.BUSY:
                    raise Unavailable(f"The data directory {directory.path} cannot be locked ({reply}). Choose another with --data DIR.")
                server = directory.running()
                if server is not None and await accepts_connections(server.bolt_port):
                    return _describe(directory, server, None)
                report(f"waiting for another graph-service that uses {directory.path} and is starting or stopping")
                await asyncio.sleep(4 * START_POLL_INTERVAL)
    except TimeoutError as error:
        raise Conflict(
            f"Another graph-service uses {directory.path}, but its Neo4j does not respond. Stop it, or choose another directory with --data DIR."
        ) from error


async def _read_reply(guard: Process) -> str:
    return (await cast("StreamReader", guard.stdout).readline()).decode().strip()


async def _start(
    guard: Process,
    directory: DataDirectory,
    installation: Installation,
    settings: Settings,
    browser: BrowserSetup | None,
    report: Report,
    *,
    record_archive: bool,
) -> RunningServer:
    if (orphan := directory.running()) is not None:
        kill_orphan(directory, orphan.process)
    require_compatible_release(directory, installation.release)
    bolt_port = find_free_port(settings.bolt_port, "--bolt-port", "GRAPH_SERVICE_BOLT_PORT")
    browser_port = find_free_port(settings.browser_port, "--browser-port", "GRAPH_SERVICE_BROWSER_PORT")
    text = render_configuration(installation.release, bolt_port=bolt_port, browser_port=browser_port, browser=browser)
    write_atomically(directory.path / "conf" / "neo4j.conf", text.encode())
    password = ensure_password(directory)
    report("preparing its Java")
    set_password = asyncio.sleep(0) if directory.has_data else _set_initial_password(directory, installation, password)
    archive, _ = await asyncio.gather(asyncio.to_thread(cds_options, installation, record=record_archive), set_password)
    process = await _request_start(guard, directory, installation, archive)
    server = RunningServer(process, bolt_port, browser_port)
    directory.write_run_file(server)
    return server


async def _set_initial_password(directory: DataDirectory, installation: Installation, password: str) -> None:
    # In an argument file, so that the password does not appear in the list of processes.
    arguments = directory.path / "run" / "initial-password"
    write_atomically(arguments, f"org.neo4j.cli.AdminTool dbms set-initial-password {password}\n".encode())
    try:
        admin_tool = await asyncio.create_subprocess_exec(
            installation.java.executable, f"@{arguments}", env=installation.environment(directory), stdout=PIPE, stderr=STDOUT
        )
        output, _ = await admin_tool.communicate()
    finally:
        arguments.unlink()
    if admin_tool.returncode != 0:
        text = output.decode(errors="replace").strip()
        raise Unavailable(f"Neo4j {installation.release.text} does not run on this machine. Its output:\n{text}")


async def _request_start(guard: Process, directory: DataDirectory, installation: Installation, archive: tuple[str, ...]) -> int:
    """Lets the watchdog start Neo4j, and returns the process id. archive: the options of cds_options."""
    crash_log = f"-XX:ErrorFile={directory.path / 'logs' / 'crash-%p.log'}"
    options = (*archive, *java_options(installation.java.version), crash_log)
    java = str(installation.java.executable)
    request = {
        "command": [java, *options, installation.release.main_class, *home_options(directory), "--console-mode"],
        "environment": installation.environment(directory),
        "log": str(directory.console_log),
        "run_file": str(directory.run_file),
    }
    cast("StreamWriter", guard.stdin).write(json.dumps(request).encode() + b"\n")
    return int(await _read_reply(guard))


def _describe(directory: DataDirectory, server: RunningServer, guard: Process | None) -> LocalNeo4j:
    """guard: the watchdog of our own Neo4j; None when attached to another command's."""

    async def wait_until_stopped() -> str:
        if guard is not None:
            await guard.wait()
            return f"Neo4j has stopped. The end of its log:\n{directory.log_tail()}"
        while await accepts_connections(server.bolt_port):  # noqa: ASYNC110 - it is in another process
            await asyncio.sleep(ATTACHED_POLL_INTERVAL)
        return "Neo4j has stopped, because the `graph-service` that started it has stopped. Run `graph-service up` again."

    connection = directory.connection(server.bolt_port, server.browser_port)
    return LocalNeo4j(connection, directory, server.process, server.bolt_port, guard is None, wait_until_stopped)


async def _wait_until_ready(guard: Process, neo4j: LocalNeo4j, settings: Settings, report: Report) -> None:
    waiting_for = "waiting for its Bolt port to open"
    try:
        async with asyncio.timeout(START_TIMEOUT):
            while guard.returncode is None:
                report(waiting_for)
                if await accepts_connections(neo4j.bolt_port):
                    report(waiting_for := "its Bolt port is open, waiting for its first response")
                    if await _accepts_login(neo4j, settings):
                        return
                await asyncio.sleep(START_POLL_INTERVAL)
    except TimeoutError as error:
        raise Unavailable(
            f"Neo4j is not ready {START_TIMEOUT / 60:.0f} minutes after its start ({waiting_for}). Start again when this machine is less busy. "
            f"The end of its log:\n{neo4j.directory.log_tail()}"
        ) from error
    raise Unavailable(f"Neo4j stopped during its start. The end of its log:\n{neo4j.directory.log_tail()}")


async def _accepts_login(neo4j: LocalNeo4j, settings: Settings) -> bool:
    try:
        async with connect(neo4j.settings(settings)):
            return True
    except GraphServiceError as error:
        if isinstance(error.__cause__, AuthError):
            raise Conflict(
                f"The database rejects the password in {neo4j.directory.password_file}. Put the right password into that file."
            ) from error
        return False  # its port opens a moment before its database is available


async def _stop(guard: Process, directory: DataDirectory, neo4j: LocalNeo4j | None) -> int:
    """Stops Neo4j and returns its exit code.

    Neo4j writes a checkpoint when it shuts down (Community Edition has no procedure for it), so its next start has nothing to recover.
    """
    directory.delete_run_file()  # first, so that no other command attaches
    stdin = cast("StreamWriter", guard.stdin)
    if not stdin.is_closing():
        stdin.write(watchdog.STOP)
    stdin.close()
    code = await guard.wait()
    if neo4j is not None:
        kill_orphan(directory, neo4j.process)
    return code
