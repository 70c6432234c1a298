"""Runs asynchronous work from the terminal: signals, progress, and the database that the work needs."""

import asyncio
import signal
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from graph_service.settings import Settings

if TYPE_CHECKING:
    from graph_service.graph import Graph
    from graph_service.graph.local import Installation
    from graph_service.graph.local.maven_repository import Download

T = TypeVar("T")
SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
EXIT_CODE_AFTER_SIGNAL = 130
console = Console(stderr=True)


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


def install_neo4j(settings: Settings) -> "Installation":
    """The local Neo4j, downloaded with a progress bar when it is not on this machine yet."""
    from graph_service.graph.local import find_installation

    with progress_bar(TextColumn("{task.fields[size]}")) as bar:
        task = bar.add_task(f"Neo4j {settings.neo4j_version}", total=None, size="")

        def report(download: "Download") -> None:
            step = "Resolving the files of Neo4j" if download.expected is None else f"Downloading Neo4j {settings.neo4j_version}"
            size = f"{download.size / 1e6:.0f} MB"
            bar.update(task, description=step, total=download.expected, completed=download.files, size=size)

        return find_installation(settings, report)


@contextmanager
def progress_bar(*columns: TextColumn) -> Generator[Progress]:
    """A progress bar on the terminal, removed at the end. Shows nothing when the output is not a terminal."""
    all_columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), *columns)
    with Progress(*all_columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        yield bar


def run_on_database(settings: Settings, work: "Callable[[Graph], Awaitable[T]]") -> T:
    """Runs the work on the database at NEO4J_URI if that is set, otherwise on the local Neo4j, which is started for it if it is not running."""
    installation = None if settings.neo4j_uri else install_neo4j(settings)

    async def connect_and_run() -> T:
        async with _connect(settings, installation) as graph:
            return await work(graph)

    try:
        return run_until_signal(connect_and_run())
    except Interrupted:
        click.echo("Stopped.", err=True)
        raise click.exceptions.Exit(EXIT_CODE_AFTER_SIGNAL) from None


@asynccontextmanager
async def _connect(settings: Settings, installation: "Installation | None") -> "AsyncGenerator[Graph]":
    from graph_service.graph import connect
    from graph_service.graph.local import local_neo4j

    if installation is None:
        async with connect(settings) as graph:
            yield graph
        return
    # No other program has to find this Neo4j, so any free ports are suitable.
    any_ports = replace(settings, bolt_port=0, browser_port=0)
    async with local_neo4j(installation, any_ports) as neo4j, connect(neo4j.settings(settings)) as graph:
        yield graph
