"""`export` and `template`: write the whole graph as files, and a workbook to enter lessons in."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from graph_service.cli.command_group import EXTERNAL_NEO4J, LOCAL_NEO4J, command
from graph_service.cli.data import show_waiting
from graph_service.cli.progress import show_step
from graph_service.cli.runtime import require_database, run_on_database
from graph_service.errors import Conflict, InvalidInput
from graph_service.settings import Settings

if TYPE_CHECKING:
    from graph_service.export import Export, Format
    from graph_service.graph import Graph


@command("export", "data", variables=(*EXTERNAL_NEO4J, *LOCAL_NEO4J))
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--format", "file_format", type=click.Choice(["csv", "jsonl", "xlsx", "graphml"]), default="csv", show_default=True)
def export(settings: Settings, *, folder: Path, file_format: str) -> None:
    """Writes the whole graph into a new folder: all tables with their relationships and history, and the log of changes.

    `graph-service import` reads csv, jsonl and xlsx back into an empty graph, which is then the same. xlsx is one workbook with a sheet per
    table; graphml is for network tools such as Gephi. The folder appears when it is complete, and replaces only an earlier export. If
    the graph changes meanwhile, the tables are read again; on the third attempt, changes wait. Uses the database at NEO4J_URI if that is set,
    otherwise the local Neo4j, and changes nothing in it.

    \b
    Example:
      graph-service export ./tables
      graph-service export ./workbook --format xlsx
    """
    from graph_service.export import Format

    require_database(settings)
    result = run_on_database(settings, lambda graph: _export(graph, folder, Format(file_format)))
    rows = ", ".join(f"{table} {count:,}" for table, count in result.rows.items() if count)
    click.echo(
        f"{folder}: {rows or 'no rows'}; {result.activities:,} changes in {folder / 'log'}. Everything up to change {result.position:,}."
    )


@command("template", "data", variables=(*EXTERNAL_NEO4J, *LOCAL_NEO4J))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.xlsx")
def template(settings: Settings, *, file: Path) -> None:
    """Writes a workbook to enter lessons in, which `graph-service import` loads without asking.

    It has drop-downs of the active people, the projects and the topics of the graph, checks days, and has a sheet with instructions and an
    example. An existing file is not overwritten. Uses the database at NEO4J_URI if that is set, otherwise the local Neo4j, and changes
    nothing in it.

    \b
    Example:
      graph-service template lessons.xlsx
    """
    from graph_service.export import write_template

    if file.suffix.lower() != ".xlsx":
        raise InvalidInput(f"{file} must end with .xlsx.")
    if file.exists():
        raise Conflict(f"{file} already exists. Choose another name, or delete it first.")
    if not file.absolute().parent.is_dir():
        raise InvalidInput(f"{file} cannot be created, because {file.absolute().parent} is not a folder. Create that folder first.")
    require_database(settings)
    result = run_on_database(settings, lambda graph: write_template(graph, file))
    click.echo(f"{file}: drop-downs with {result.people:,} people, {result.projects:,} projects and {result.topics:,} topics.")


async def _export(graph: "Graph", folder: Path, file_format: "Format") -> "Export":
    from graph_service.export import export_graph

    with show_step("Exporting") as step:
        step.update("counting the rows")

        def advance(table: str, done: int, total: int) -> None:
            step.update(f"{table}, {done:,} of {total:,}", done=done, total=total)

        return await export_graph(graph, folder, file_format, progress=advance, on_wait=show_waiting(step))
