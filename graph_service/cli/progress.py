"""Shows the progress of a long step: a bar on a terminal, otherwise lines of text on standard error."""

import threading
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from time import monotonic
from typing import Final

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

console = Console(stderr=True)
LINE_INTERVAL: Final = 5.0  # seconds between two lines of one step in its first half minute
INTERVAL_GROWTH: Final = 1 / 6  # of the time since the start of the step
QUIET: Final = 5.0  # seconds; the delay of steps that usually take a moment


class Step:
    """The state of a step, which any thread may update: what is being done, how much of it is done, and a detail."""

    def __init__(self, text: str) -> None:
        self.name = text
        self.text = text
        self.detail = ""
        self.done = 0.0
        self.total: float | None = None

    def update(self, detail: str, *, text: str | None = None, done: float = 0.0, total: float | None = None) -> None:
        """Replaces the state. total: of `done`, in the same unit; None when unknown."""
        self.text, self.detail, self.done, self.total = text or self.text, detail, done, total
        self.show()

    def enter(self, phase: str) -> None:
        """Names what the step is doing or waiting for from now on, which is worth a line at once."""
        self.update("", text=f"{self.name}: {phase}")

    def show(self) -> None:
        """Called after each update."""

    @property
    def line(self) -> str:
        """The state as text."""
        return f"{self.text}: {self.detail}" if self.detail else self.text


def show_step(text: str, *, delay: float = 0.0) -> AbstractContextManager[Step]:
    """Shows a step until the end of the block.

    On a terminal: a bar, removed at the end. Otherwise: a line after `delay` seconds, one whenever `text` changes, and one in every
    LINE_INTERVAL while it lasts.
    """
    return _show_bar(text) if console.is_terminal else _print_lines(text, delay)


@contextmanager
def _show_bar(text: str) -> Generator[Step]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(text, total=None)

        class BarStep(Step):
            def show(self) -> None:
                bar.update(task, description=self.line, completed=self.done, total=self.total)

        yield BarStep(text)


class _LineStep(Step):
    """Prints its lines from a thread, so that they also appear while the event loop or the network is blocked."""

    def __init__(self, text: str, delay: float) -> None:
        super().__init__(text)
        self.ended = threading.Event()
        self._printed: str | None = None
        self._start = monotonic()
        self._delay = delay
        self.show()

    def show(self) -> None:
        if self.text != self._printed and monotonic() - self._start >= self._delay:
            self._print(self.line)

    def print_until_ended(self) -> None:
        """Prints the state at intervals that grow with the time."""
        self.ended.wait(self._delay)
        while not self.ended.is_set():
            self.show()
            if not self.ended.wait(max(LINE_INTERVAL, (monotonic() - self._start) * INTERVAL_GROWTH)):
                self._print(f"{self.line} ({monotonic() - self._start:.0f} s)")

    def _print(self, line: str) -> None:
        self._printed = self.text
        click.echo(line, err=True)


@contextmanager
def _print_lines(text: str, delay: float) -> Generator[Step]:
    step = _LineStep(text, delay)
    thread = threading.Thread(target=step.print_until_ended, daemon=True)
    thread.start()
    try:
        yield step
    finally:
        step.ended.set()
        thread.join()
