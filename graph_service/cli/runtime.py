"""Runs asynchronous work from the terminal: signals, progress, and the database that the work needs."""

import asyncio
import signal
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from graph_service.cli.progress import QUIET, show_step
from graph_service.errors import NotFound
from graph_service.settings import Settings

if TYPE_CHECKING:
    from graph_service.graph import Graph
    from graph_service.graph.local import Installation
    from graph_service.graph.local.maven_repository import Download

T = TypeVar("T")
SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
EXIT_CODE_AFTER_SIGNAL = 130
COMMAND_READ_TIMEOUT = 300.0  # seconds; no client waits for the reads of a command or of the start-up


class Interrupted(Exception):
    """A signal stopped the work, and everything that it had opened is closed."""


def run_until_signal(work: Coroutine[Any, Any, T], new_loop: Callable[[], asyncio.AbstractEventLoop] | None = None) -> T:
    """Runs the work to its end. A signal cancels it, and Interrupted is raised once it has closed what it opened.

    Further signals are ignored: the shutdown of a database must not be interrupted. new_loop: creates the event loop.
    """
    received: list[int] = []

    async def run_cancellable() -> T:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()

        def cancel(number: int, _frame: object) -> None:
            received.append(number)
            if len(received) == 1 and task is not None:
                loop.call_soon_threadsafe(task.cancel)

        for number in SIGNALS:
            signal.signal(number, cancel)
        return await work

    handlers = {number: signal.getsignal(number) for number in SIGNALS}
    try:
        with asyncio.Runner(loop_factory=new_loop) as runner:
            return runner.run(run_cancellable())
    except asyncio.CancelledError:
        raise Interrupted from None
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


def install_neo4j(settings: Settings, *, delay: float = 0.0) -> "Installation":
    """The local Neo4j, downloaded when it is not on this machine yet. Shows the progress as `show_step` does."""
    from graph_service.graph.local import find_installation

    with show_step(f"Preparing Neo4j {settings.neo4j_version}", delay=delay) as step:

        def report(download: "Download") -> None:
            if download.expected is None:
                step.update(f"{download.files} files read", text=f"Resolving the dependencies of Neo4j {settings.neo4j_version}")
                return
            text = f"Downloading Neo4j {settings.neo4j_version}"
            step.update(_amount(download), text=text, done=download.files, total=download.expected)

        return find_installation(settings, report)


def _amount(download: "Download") -> str:
    of = "" if download.expected_size is None else f" of {download.expected_size / 1e6:.0f}"
    return f"{download.size / 1e6:.0f}{of} MB, {download.files} of {download.expected} files"


def require_database(settings: Settings) -> None:
    """Raises NotFound if NEO4J_URI is not set and there is no local database: `run_on_database` would create an empty one."""
    from graph_service.graph.local import locate_data_directory

    if settings.neo4j_uri is None and not (directory := locate_data_directory(settings.data)).has_data:
        raise NotFound(f"There is no database in {directory.path} yet. Create one with `graph-service up`, or set NEO4J_URI.")


def run_on_database(
    settings: Settings,
    work: "Callable[[Graph], Awaitable[T]]",
    *,
    read_timeout: float = COMMAND_READ_TIMEOUT,
    describe_stop: Callable[[], str] = lambda: "Stopped.",
) -> T:
    """Runs the work on the database at NEO4J_URI if that is set, otherwise on the local Neo4j, which is started if it is not running.

    read_timeout: the seconds that a read may take, unless GRAPH_SERVICE_READ_TIMEOUT is longer. describe_stop: what is printed if a signal
    stops it.
    """
    installation = None if settings.neo4j_uri else install_neo4j(settings, delay=QUIET)

    async def connect_and_run() -> T:
        from graph_service.graph.bookmarks import BookmarkChain, use_bookmarks

        async with _connect(settings, installation) as graph:
            with use_bookmarks(BookmarkChain()):
                return await work(graph.with_read_timeout(at_least=read_timeout))

    try:
        return run_until_signal(connect_and_run())
    except Interrupted:
        click.echo(describe_stop(), err=True)
        raise click.exceptions.Exit(EXIT_CODE_AFTER_SIGNAL) from None


@asynccontextmanager
async def _connect(settings: Settings, installation: "Installation | None") -> "AsyncGenerator[Graph]":
    from graph_service.graph import connect
    from graph_service.graph.local import local_neo4j

    async with AsyncExitStack() as stack:
        if installation is not None:
            # No other program has to find this Neo4j, so any free ports are suitable.
            any_ports = replace(settings, bolt_port=0, browser_port=0)
            with show_step(f"Starting Neo4j {installation.release.text}", delay=QUIET) as step:
                neo4j = await stack.enter_async_context(local_neo4j(installation, any_ports, report=step.enter))
            settings = neo4j.settings(settings)
        yield await stack.enter_async_context(connect(settings))
