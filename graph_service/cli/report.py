"""`report`: the answers about the network for a period, as one HTML file."""

import os
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graph_service.cli.command_group import EXTERNAL_NEO4J, LOCAL_NEO4J, command
from graph_service.cli.progress import QUIET, show_step
from graph_service.cli.runtime import require_database, run_on_database
from graph_service.errors import InvalidInput, NotFound
from graph_service.settings import Settings

if TYPE_CHECKING:
    from graph_service.graph import Graph
    from graph_service.report import Window


class Day(click.ParamType[date]):
    """A date, written YYYY-MM-DD."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date; click's error for a text that is not one."""
        try:
            return date.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            self.fail(f"{value!r} is not a date. Write it like 2025-12-31.", param, ctx)


class WebAddress(click.ParamType[str]):
    name = "url"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The address; click's error for a text that is not one."""
        if not re.fullmatch(r"https?://[^\s?#]+", value):
            self.fail(f"{value!r} is not a web address. Write it like https://pmo.example.org.", param, ctx)
        return value


@command("report", "data", variables=(*EXTERNAL_NEO4J, *LOCAL_NEO4J, "min_group"))
@click.option("--from", "start", type=Day(), metavar="DAY", help="First day of the period. Default: one year before the end.")
@click.option(
    "--to",
    "end",
    type=Day(),
    metavar="DAY",
    help="First day after the period, so that periods can follow each other without overlap. Default: tomorrow.",
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), default=Path("report.html"), show_default=True, help="The file to write to."
)
@click.option(
    "--dashboard",
    type=WebAddress(),
    metavar="URL",
    help="The address under which readers open the dashboard, such as https://pmo.example.org. The report then links to its pages.",
)
def report(settings: Settings, *, start: date | None, end: date | None, out: Path, dashboard: str | None) -> None:
    """Writes a report about a period as one HTML file.

    The first page says what to decide, what reuse saved and how sure that is, and whom to talk to. A section for each subject follows, with
    a chart, the evidence and the method, then all tables. The file is self-contained and prints on A4. The figures equal those of the
    GraphQL field `network` for the same period. Uses the database at NEO4J_URI if that is set, otherwise the local Neo4j, and changes nothing in it.

    \b
    Example:
      graph-service report --from 2025-01-01 --to 2026-01-01 --out 2025.html     (the year 2025)
    """
    today = datetime.now(UTC).date()
    window = _window(start, end, today)
    _require_writable(out)
    require_database(settings)
    page = run_on_database(settings, lambda graph: _write(graph, settings.min_group, window, today, dashboard))
    try:
        out.write_text(page, encoding="utf-8")
    except OSError as error:
        raise InvalidInput(f"{out} cannot be written: {error.strerror}. Choose another file with --out.") from error
    click.echo(f"The report of {window.start} to {window.end - timedelta(days=1)}: {out}")


async def _write(graph: "Graph", min_group: int, window: "Window", today: date, dashboard: str | None) -> str:
    from graph_service.analysis.columns.snapshot import SnapshotCache
    from graph_service.report import collect_figures, write_page

    with show_step("Reading the network", delay=QUIET) as step:
        columns = (await SnapshotCache(graph, min_group).current()).columns
        figures = await collect_figures(
            graph, columns, window, today=today, progress=lambda name: step.update("", text=f"Computing {name}")
        )
        return write_page(figures, dashboard)


def _window(start: date | None, end: date | None, today: date) -> "Window":
    """The period; by default the last year. Raises InvalidInput when it contains no day."""
    from graph_service.report import Window

    end = end or today + timedelta(days=1)
    start = start or _one_year_before(end)
    if end <= start:
        raise InvalidInput(
            f"The period from {start} to {end} contains no day: --to is the first day after it and must be later than --from.", field="to"
        )
    return Window(start, end)


def _one_year_before(day: date) -> date:
    """The same day one year earlier; 28 February for 29 February."""
    return day.replace(year=max(day.year - 1, 1), day=28 if (day.month, day.day) == (2, 29) else day.day)


def _require_writable(out: Path) -> None:
    """Checks before the work whether the file can be written."""
    if not out.parent.is_dir():
        raise NotFound(f"The folder {out.parent} for {out.name} does not exist. Create it, or choose another file with --out.")
    if not os.access(out if out.exists() else out.parent, os.W_OK):
        raise InvalidInput(f"You have no permission to write {out}. Choose another file with --out.")
