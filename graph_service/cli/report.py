"""`report`: what the network answers about a stretch of time, as a page that can be sent."""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graph_service.cli.command import LOCAL_NEO4J, OWN_NEO4J, command
from graph_service.cli.runtime import console, on_database
from graph_service.errors import InvalidInput, NotFound
from graph_service.settings import Settings

if TYPE_CHECKING:
    from graph_service.graph import Graph
    from graph_service.report import Window


class Day(click.ParamType[date]):
    """A day of the calendar, written YYYY-MM-DD."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Refuses what is no day, and says how one is written."""
        try:
            return date.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            self.fail(f"{value!r} is not a day; write it like 2025-12-31.", param, ctx)


@command("report", "data", variables=(*OWN_NEO4J, *LOCAL_NEO4J, "min_group"))
@click.option("--from", "start", type=Day(), metavar="DAY", help="The first day. Default: a year before the end.")
@click.option(
    "--to", "end", type=Day(), metavar="DAY", help="The day after the last, so that reports can follow on each other. Default: tomorrow."
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), default=Path("report.html"), show_default=True, help="The file to write."
)
def report(settings: Settings, *, start: date | None, end: date | None, out: Path) -> None:
    """Writes a report that can be sent.

    One HTML file with pictures and tables, which needs nothing else and prints on A4: who keeps to themselves, how knowledge flows and since when,
    which lessons travel and which lie on the shelf, problems that came back, what was saved. Its figures are those that the GraphQL field `network` answers for the same days. Acts on NEO4J_URI when that is set, else on the local Neo4j; changes nothing in it.

    \b
    Example:
      graph-service report --from 2025-01-01 --to 2026-01-01 --out 2025.html     (the year 2025)
    """
    from graph_service.graph.local import locate_data_directory

    today = datetime.now(UTC).date()
    window = _window(start, end, today)
    _refuse_unwritable(out)
    if settings.neo4j_uri is None and not (folder := locate_data_directory(settings.data)).has_data:
        raise NotFound(f"There is no database in {folder.path} yet. Start one with `graph-service up`, or set NEO4J_URI.")
    page = on_database(settings, lambda graph: _write(graph, settings.min_group, window, today))
    try:
        out.write_text(page, encoding="utf-8")
    except OSError as error:
        raise InvalidInput(f"{out} cannot be written: {error.strerror}. Name another file with --out.") from error
    click.echo(f"The report of {window.start} to {window.end - timedelta(days=1)}: {out}")


async def _write(graph: "Graph", min_group: int, window: "Window", today: date) -> str:
    from graph_service.analysis.columns.snapshot import SnapshotCache
    from graph_service.report import collect_figures, write_page

    with console.status("Reading the network") as status:
        columns = await SnapshotCache(graph, min_group).current()
        figures = await collect_figures(graph, columns, window, today=today, progress=lambda name: status.update(f"Computing {name}"))
        return write_page(figures)


def _window(start: date | None, end: date | None, today: date) -> "Window":
    """The year up to today unless said otherwise. InvalidInput when it ends before it begins."""
    from graph_service.report import Window

    end = end or today + timedelta(days=1)
    start = start or _a_year_before(end)
    if end <= start:
        raise InvalidInput(
            f"--from is {start} and --to is {end}, which leaves no day between them. --to is the day after the last.", field="to"
        )
    return Window(start, end)


def _a_year_before(day: date) -> date:
    """The same day of the year before, 28 February for 29 February."""
    return day.replace(year=max(day.year - 1, 1), day=28 if (day.month, day.day) == (2, 29) else day.day)


def _refuse_unwritable(out: Path) -> None:
    """Before the work, not after it."""
    if not out.parent.is_dir():
        raise NotFound(f"There is no folder {out.parent} to write {out.name} into. Make it, or name another file with --out.")
    if not os.access(out if out.exists() else out.parent, os.W_OK):
        raise InvalidInput(f"{out} may not be written. Name another file with --out.")
