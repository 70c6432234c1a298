"""RunningServer asynchronous work from the terminal: signals, the database it is for, how far it is."""

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
    from graph_service.graph.local.maven_central import Download

T = TypeVar("T")
SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
INTERRUPTED = 130
console = Console(stderr=True)


class Stopped(Exception):
    """A signal ended the work, and everything it had opened is closed."""


def run(work: Coroutine[Any, Any, T], new_loop: Callable[[], asyncio.AbstractEventLoop] | None = None) -> T:
    """Runs to the end, or until a signal: the work is cancelled then, and has the time it needs to close what it opened.

    A second signal changes nothing: a database that is being stopped is not to be abandoned. `new_loop` makes the event loop.
    """
    asked: list[int] = []

    async def supervised() -> T:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()

        def stop(number: int, _frame: object) -> None:
            asked.append(number)
            if len(asked) == 1 and task is not None:
                loop.call_soon_threadsafe(task.cancel)

        for number in SIGNALS:
            signal.signal(number, stop)
        return await work

    before = {number: signal.getsignal(number) for number in SIGNALS}
    try:
        with asyncio.Runner(loop_factory=new_loop) as runner:
            return runner.run(supervised())
    except asyncio.CancelledError:
        raise Stopped from None
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def find_neo4j(settings: Settings) -> "Installation":
    """The local Neo4j, with a bar while it is fetched."""
    from graph_service.graph.local import find_installation

    with progress_bar(TextColumn("{task.fields[size]}")) as bar:
        task = bar.add_task(f"Neo4j {settings.neo4j_version}", total=None, size="")

        def report(download: "Download") -> None:
            what = "Looking up what Neo4j consists of" if download.expected is None else f"Fetching Neo4j {settings.neo4j_version}"
            size = f"{download.size / 1e6:.0f} MB"
            bar.update(task, description=what, total=download.expected, completed=download.files, size=size)

        return find_installation(settings, report)


@contextmanager
def progress_bar(*columns: TextColumn) -> Generator[Progress]:
    """A bar on the terminal that is wiped away at the end; nothing where there is no terminal."""
    shown = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), *columns)
    with Progress(*shown, console=console, transient=True, disable=not console.is_terminal) as bar:
        yield bar


def on_database(settings: Settings, work: "Callable[[Graph], Awaitable[T]]") -> T:
    """Does the work on NEO4J_URI when that is set, else on the local Neo4j, starting it for the time of the work if it doesn't run."""
    installation = None if settings.neo4j_uri else find_neo4j(settings)

    async def connected() -> T:
        async with _open(settings, installation) as graph:
            return await work(graph)

    try:
        return run(connected())
    except Stopped:
        click.echo("Stopped.", err=True)
        raise click.exceptions.Exit(INTERRUPTED) from None


@asynccontextmanager
async def _open(settings: Settings, installation: "Installation | None") -> "AsyncGenerator[Graph]":
    from graph_service.graph import connect
    from graph_service.graph.local import local_neo4j

    if installation is None:
        async with connect(settings) as graph:
            yield graph
        return
    # Nobody else is to find it, so any ports will do.
    somewhere = replace(settings, bolt_port=0, browser_port=0)
    async with local_neo4j(installation, somewhere) as neo4j, connect(neo4j.settings(settings)) as graph:
        yield graph
