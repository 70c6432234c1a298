"""`up` and `serve`: run the service, with the local Neo4j or with the user's own."""

import asyncio
import importlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from socket import AF_INET, AF_INET6, SOCK_DGRAM, socket
from typing import TYPE_CHECKING, Any

import click

from graph_service.cli.command_group import EXTERNAL_NEO4J, LOCAL_NEO4J, command
from graph_service.cli.data import import_with_progress
from graph_service.cli.neo4j_browser import browser_setup
from graph_service.cli.progress import QUIET, show_step
from graph_service.cli.runtime import COMMAND_READ_TIMEOUT, Interrupted, install_neo4j, run_until_signal
from graph_service.errors import Conflict, Unavailable
from graph_service.package_data import find_package_data
from graph_service.settings import LOGIN_SETTINGS, Settings, require_tokens_for_remote_bind

if TYPE_CHECKING:
    from graph_service.graph import Graph
    from graph_service.graph.local import BrowserSetup, Installation, LocalNeo4j

SERVICE_SETTINGS = (
    "login_issuer",
    *LOGIN_SETTINGS,
    "allowed_hosts",
    "allowed_origins",
    "persisted_documents",
    "read_timeout",
    "answer_timeout",
    "max_cost",
    "cost_per_minute",
    "attempts_per_minute",
    "introspection",
    "graphiql",
    "min_group",
)
PORT_OPTION = ("--port", "GRAPH_SERVICE_PORT")
SNAPSHOT_TIMEOUT = 60.0  # seconds that `up` waits for the network snapshot before it prints the addresses


@command(
    "up",
    "data",
    "port",
    "bolt_port",
    "browser_port",
    "host",
    "tokens_file",
    variables=(*LOCAL_NEO4J, *EXTERNAL_NEO4J, "persisted_only", *SERVICE_SETTINGS),
)
@click.option("--empty", is_flag=True, help="Do not load the demonstration organisation into an empty graph.")
def up(settings: Settings, *, empty: bool) -> None:
    """Starts the service together with a local Neo4j.

    Ctrl-C stops both. The first start downloads Neo4j (about 195 MB) and creates a database with a random password. Every start applies
    schema/, loads the demonstration organisation if the graph is empty, and prints the addresses. A second `up` with another --port uses
    the same running database.

    If NEO4J_URI is set, the command uses that Neo4j and starts none.

    \b
    Example:
      graph-service up --port 8080 --data ./knowledge
    """
    installation = None if settings.neo4j_uri else install_neo4j(settings)
    try:
        _run(_up(settings, installation, empty=empty))
    except Interrupted:
        click.echo("Stopped.", err=True)


@command("serve", "port", "host", "tokens_file", "workers", "persisted_only", variables=(*EXTERNAL_NEO4J, *SERVICE_SETTINGS))
def serve(settings: Settings) -> None:
    """Starts the service on your own Neo4j.

    It uses the database at NEO4J_URI and does not change its schema: run `graph-service migrate` first. It waits up to 10
    minutes for a database that has not started yet.

    With several workers, SIGHUP replaces them one after another without losing a request.

    \b
    Example:
      NEO4J_URI=neo4j://db:7687 NEO4J_PASSWORD_FILE=/run/secrets/neo4j graph-service serve --workers 2
    """
    try:
        with _listen(settings) as listener:
            _run(_require_database(settings))
            ready = partial(_print_addresses, settings, listener, None)
            if settings.workers == 1:
                _run(_serve_until_stopped(settings, listener, ready, None))
            else:
                _serve_with_workers(settings, listener, ready)
    except Interrupted:
        click.echo("Stopped.", err=True)


def _run(work: Coroutine[Any, Any, None]) -> None:
    """Runs on the event loop that uvicorn prefers: uvloop where it is installed."""
    from uvicorn.loops.auto import auto_loop_factory

    run_until_signal(work, auto_loop_factory())


async def _up(settings: Settings, installation: "Installation | None", *, empty: bool) -> None:
    with _listen(settings) as listener:
        async with AsyncExitStack() as stack:
            neo4j = None
            if installation is not None:
                neo4j = await _start_neo4j(stack, settings, installation, browser_setup(*listener.getsockname()[:2]))
                settings = neo4j.settings(settings)
            await _prepare_database(settings, empty=empty)
            stopped = neo4j.wait_until_stopped() if neo4j else None
            ready = partial(_print_addresses, settings, listener, neo4j)
            await _serve_until_stopped(settings, listener, ready, stopped, terminal=True)


async def _start_neo4j(stack: AsyncExitStack, settings: Settings, installation: "Installation", browser: "BrowserSetup") -> "LocalNeo4j":
    from graph_service.graph.local import has_cds_archive, local_neo4j

    with show_step(f"Starting Neo4j {installation.release.text}") as step:
        # Importing the application takes a second, so it happens while Neo4j starts.
        application = asyncio.create_task(asyncio.to_thread(importlib.import_module, "graph_service.app"))
        neo4j = await stack.enter_async_context(
            local_neo4j(installation, settings, browser=browser, record_archive=True, report=step.enter)
        )
        await application
    if not neo4j.attached and not has_cds_archive(installation):
        stack.callback(click.echo, "Stopping. The first stop takes about 10 s: it makes later starts fast.", err=True)
    return neo4j


async def _prepare_database(settings: Settings, *, empty: bool) -> None:
    """Applies schema/, fills in the stems of lessons and, unless `empty`, loads the demonstration organisation into an empty graph."""
    from graph_service.domain.lessons.languages import fill_stems
    from graph_service.graph.migrations import migrate
    from graph_service.health.contents import count_nodes

    async with _connect_with_progress(settings) as connection:
        graph = connection.with_read_timeout(at_least=COMMAND_READ_TIMEOUT)
        with show_step("Preparing the database") as step:
            await migrate(graph, find_package_data("schema"), report=step.update)
            await fill_stems(graph, report=step.update)
            is_empty = await count_nodes(graph) == 0
        if is_empty and not empty:
            await import_with_progress(graph, find_package_data("seed"), "Loading the demonstration organisation")


async def _require_database(settings: Settings) -> None:
    async with _connect_with_progress(settings):
        pass  # before uvicorn starts, which would report an unreachable database with a traceback


@asynccontextmanager
async def _connect_with_progress(settings: Settings) -> "AsyncGenerator[Graph]":
    """Waits for a Neo4j that is not available yet, and says so."""
    from graph_service.graph import connect_when_available

    async with AsyncExitStack() as stack:
        with show_step("Waiting for Neo4j", delay=1.0) as step:
            graph = await stack.enter_async_context(connect_when_available(settings, step.enter))
        yield graph


def _serve_with_workers(settings: Settings, listener: socket, ready: Callable[[], None]) -> None:
    from graph_service.cli.supervisor import run_workers

    run_workers(settings, listener, ready)
    raise Interrupted


def _listen(settings: Settings) -> socket:
    from graph_service.graph.local import bind_socket, locate_data_directory

    require_tokens_for_remote_bind(settings)
    try:
        return bind_socket(settings.host, settings.port, *PORT_OPTION)
    except Conflict as error:
        server = None if settings.neo4j_uri else locate_data_directory(settings.data).running()
        if server is None:
            raise
        raise Conflict(
            f"{error.message} graph-service is already running on this data directory (Neo4j at bolt://127.0.0.1:{server.bolt_port}). "
            "To start a second service on the same data, use any free port: graph-service up --port 0"
        ) from error


async def _serve_until_stopped(
    settings: Settings, listener: socket, ready: Callable[[], None], database_stopped: Awaitable[str] | None, *, terminal: bool = False
) -> None:
    """Serves until cancelled.

    Raises Unavailable when the service does not start, or when `database_stopped` completes: its result is the reason.
    """
    from uvicorn import Server

    from graph_service.app import create_app
    from graph_service.cli.http_server import server_configuration
    from graph_service.cli.loop_watchdog import exit_when_loop_hangs

    exit_when_loop_hangs()
    application = create_app(settings)
    server = Server(server_configuration(application, terminal=terminal))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    database = asyncio.ensure_future(database_stopped or asyncio.Event().wait())
    try:
        with show_step("Starting the service", delay=QUIET):
            while not server.started and not serving.done():  # noqa: ASYNC110 - uvicorn has no event for it
                await asyncio.sleep(0.01)
        if server.started:
            if terminal:
                await _wait_for_snapshot(lambda: application.state.resources.snapshots.as_of is not None, serving, database)
            ready()
        await asyncio.wait({serving, database}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        server.should_exit = True
        await asyncio.wait({serving})
        database_is_gone = database.done()
        database.cancel()
    if database_is_gone:
        raise Unavailable(str(database.result()))
    if not server.started:
        raise Unavailable("The service did not start; the reason is above.")


async def _wait_for_snapshot(is_loaded: Callable[[], bool], *until: asyncio.Future[Any]) -> None:
    """Waits for the network snapshot, so that the first page that somebody opens has an answer. Without it, the service starts all the same."""
    deadline = asyncio.get_running_loop().time() + SNAPSHOT_TIMEOUT
    with show_step("Loading the network snapshot", delay=QUIET):
        while not (is_loaded() or any(each.done() for each in until)):
            if asyncio.get_running_loop().time() > deadline:
                return
            await asyncio.sleep(0.05)


def _print_addresses(settings: Settings, listener: socket, neo4j: "LocalNeo4j | None") -> None:
    shown = reachable_host(settings.host)
    address = f"http://{f'[{shown}]' if ':' in shown else shown}:{listener.getsockname()[1]}"
    click.echo(f"graph-service is running.\n  Dashboard      {address}/\n  GraphQL        {address}/graphql")
    click.echo(f"  GraphiQL       {address}/graphiql")
    if neo4j is None:
        click.echo(f"  Neo4j          {settings.neo4j_uri}\nCtrl-C stops the service.")
        return
    click.echo(f"  Neo4j Browser  {neo4j.connection.browser}")
    click.echo(f"  Neo4j          {neo4j.connection.bolt}")
    click.echo(f"  log in as      {neo4j.connection.user}, password in {neo4j.directory.password_file} (or: graph-service connection)")
    click.echo("Ctrl-C stops the service; Neo4j was started by another graph-service." if neo4j.attached else "Ctrl-C stops both.")


def reachable_host(host: str) -> str:
    """The host at which other machines reach the service. For a wildcard address: the address of this machine in its network, if it has one."""
    if host not in ("0.0.0.0", "::"):  # noqa: S104 - nothing is bound
        return host
    with suppress(OSError), socket(AF_INET6 if ":" in host else AF_INET, SOCK_DGRAM) as probe:
        probe.connect(("2001:db8::1" if ":" in host else "192.0.2.1", 9))  # sends nothing
        return str(probe.getsockname()[0])
    return host
