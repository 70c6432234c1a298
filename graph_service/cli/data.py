"""`migrate` and `seed`, and what they share with `import`: progress and the report."""

from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from graph_service.cli.command_group import EXTERNAL_NEO4J, LOCAL_NEO4J, command
from graph_service.cli.progress import QUIET, Step, show_step
from graph_service.cli.runtime import run_on_database
from graph_service.errors import Conflict
from graph_service.package_data import find_package_data
from graph_service.settings import Settings

if TYPE_CHECKING:
    from graph_service.graph import Graph
    from graph_service.ingest import OtherImport, Report
    from graph_service.ingest.undo.recorder import Recorder

DATABASE = (*EXTERNAL_NEO4J, *LOCAL_NEO4J)
SHORT = 3.0  # seconds; a shorter remaining time is not shown


@command("migrate", "data", variables=DATABASE)
def migrate(settings: Settings) -> None:
    """Creates or updates constraints and indexes, and prepares the texts of lessons for search.

    Applies the files of schema/ that have not been applied yet, in order, and waits until every index is online. Lessons of earlier
    versions get their language and the stems of their words. Uses the database at NEO4J_URI if that is set, otherwise the local Neo4j. It
    is safe to run it again or several times at once.

    \b
    Example:
      NEO4J_URI=neo4j+s://db.example.org NEO4J_PASSWORD=... graph-service migrate
    """
    applied = run_on_database(settings, migrate_with_progress)
    click.echo("\n".join(f"applied {name}" for name in applied) or "Nothing to apply: the schema is up to date.")


@command("seed", "data", variables=DATABASE)
def seed(settings: Settings) -> None:
    """Loads the demonstration organisation into an empty graph.

    `graph-service up` does the same on its first start.

    \b
    Example:
      graph-service up --empty --data ./demo     (keep it running, and in another terminal:)
      graph-service seed --data ./demo
    """

    async def load(graph: "Graph") -> "Report":
        from graph_service.health.contents import count_nodes

        await migrate_with_progress(graph)
        if nodes := await count_nodes(graph):
            raise Conflict(
                f"The graph already contains {nodes} nodes. The demonstration organisation can only be loaded into an empty graph: "
                "choose another data directory with --data DIR."
            )
        return await import_with_progress(graph, find_package_data("seed"), "Loading the demonstration organisation")

    print_report(run_on_database(settings, load))


async def migrate_with_progress(graph: "Graph") -> list[str]:
    """Applies schema/, fills in the stems of lessons, and returns the names of the files that were missing."""
    from graph_service.domain.lessons.languages import fill_stems
    from graph_service.graph.migrations import migrate as apply_migrations

    with show_step("Preparing the database", delay=QUIET) as step:
        applied = await apply_migrations(graph, find_package_data("schema"), report=step.update)
        await fill_stems(graph, report=step.update)
        return applied


async def import_with_progress(graph: "Graph", folder: Path, text: str) -> "Report":
    """Imports a folder of the service's own tables and shows the table that is being written."""
    from graph_service.ingest import import_folder

    with show_step(text) as step:
        step.update("reading and checking the tables")
        return await import_folder(graph, folder, progress=WrittenRows().show_in(step), on_wait=show_waiting(step))


class WrittenRows:
    """Shows the table that is being written with the time that is left for it, and reports what was written if the import is stopped."""

    def __init__(self, recorder: "Recorder | None" = None) -> None:
        self.step: Step | None = None
        self.recorder = recorder
        self._tables: dict[str, tuple[int, int]] = {}
        self._last, self._began = monotonic(), monotonic()  # the last call, and the end of the previous table

    def show_in(self, step: Step) -> "WrittenRows":
        """Shows further calls in this step."""
        self.step, self._last = step, monotonic()
        return self

    def __call__(self, table: str, written: int, total: int) -> None:
        """Called after each batch with the table, the number of its changes written so far and their total."""
        if table not in self._tables:
            self._began = self._last
        self._tables[table], self._last = (written, total), monotonic()
        left = format_time_left(self._last - self._began, written, total)
        if self.step is not None:
            self.step.update(f"{table}, {written:,} of {total:,}{left}", done=written, total=total)

    def describe_stop(self) -> str:
        """What is printed if a signal stops the import."""
        done = [f"{written:,} of {total:,} {table}" for table, (written, total) in self._tables.items() if total]
        if not done:
            return "Stopped. Nothing was written."
        said = f"Stopped. {', '.join(done)} were written; run the same command to continue."
        if self.recorder is not None and self.recorder.is_complete:
            said += f" To undo it within 24 hours: graph-service undo-import {self.recorder.number}"
        return said


def format_time_left(seconds: float, done: int, total: int) -> str:
    """The time that the rest takes at the rate so far, such as ", about 2 min left"; empty if it is short or not known."""
    left = seconds / done * (total - done) if done else 0.0
    if left < SHORT:
        return ""
    return f", about {left / 60:.0f} min left" if left >= 90 else f", about {left:.0f} s left"


def show_waiting(step: Step) -> "Callable[[OtherImport], None]":
    """The callback that shows the import that this one waits for."""

    def wait(other: "OtherImport") -> None:
        step.update(f"waiting for another import ({other.importer}), which has been running since {other.since}")

    return wait


def print_report(report: "Report") -> None:
    """Prints the counts for each table, then the reasons why rows were refused, and the warnings.

    The last column counts values that were refused in rows that are loaded.
    """
    title = None if report.written else "Nothing was loaded. An import would have these results:"
    output = Table("table", "new", "changed", "unchanged", "refused", "values refused", title=title)
    for table in report.tables:
        output.add_row(table.table, *map(str, (table.new, table.changed, table.unchanged, table.refused, table.entries)))
    Console().print(output)
    for table in report.tables:
        for rule, count in table.rules.items():
            click.echo(f"{table.file}: {count} refused: {rule}")
        for rule, count in table.warned.items():
            click.echo(f"{table.file}: {count} warnings: {rule}")
