"""`migrate`, `seed` and `import`: what is in the graph."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import TaskID
from rich.table import Table

from graph_service.cli.command import LOCAL_NEO4J, OWN_NEO4J, command
from graph_service.cli.runtime import on_database, progress_bar
from graph_service.errors import Conflict
from graph_service.package_data import find_package_data
from graph_service.settings import Settings

if TYPE_CHECKING:
    from graph_service.graph import Graph
    from graph_service.ingest import Report

DATABASE = (*OWN_NEO4J, *LOCAL_NEO4J)


@command("migrate", "data", variables=DATABASE)
def migrate(settings: Settings) -> None:
    """Brings constraints and indexes up to date.

    Applies the files of schema/ that have not been applied yet, in order, and returns when every index is online. Acts on NEO4J_URI when that is set, else on the local Neo4j. Repeating it changes nothing; several may run at once.

    \b
    Example:
      NEO4J_URI=neo4j+s://db.example.org NEO4J_PASSWORD=... graph-service migrate
    """
    from graph_service.graph.migrations import migrate as apply

    done = on_database(settings, lambda graph: apply(graph, find_package_data("schema")))
    click.echo("\n".join(f"applied {name}" for name in done) or "Nothing to apply: the schema is up to date.")


@command("seed", "data", variables=DATABASE)
def seed(settings: Settings) -> None:
    """Loads the demonstration organisation.

    It goes into an empty graph only, as `graph-service up` does it too.

    \b
    Example:
      graph-service up --empty --data ./demo     (and meanwhile, elsewhere)
      graph-service seed --data ./demo
    """

    async def load(graph: "Graph") -> "Report":
        from graph_service.graph.migrations import migrate as apply
        from graph_service.health.contents import count_nodes
        from graph_service.ingest import import_folder

        await apply(graph, find_package_data("schema"))
        if nodes := await count_nodes(graph):
            raise Conflict(
                f"The graph holds {nodes} nodes already; the demonstration organisation goes into an empty one. Use another --data DIR."
            )
        return await import_folder(graph, find_package_data("seed"))

    print_report(on_database(settings, load))


@command("import", "data", variables=DATABASE)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="DIR")
@click.option("--dry-run", is_flag=True, help="Check and count only; write nothing into the graph.")
@click.option("--strict", is_flag=True, help="Load nothing if anything is refused.")
@click.option(
    "--refused",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("refused.csv"),
    show_default=True,
    help="Where refused rows are written, if there are any: file, line, field, value and rule.",
)
def import_(settings: Settings, *, folder: Path, dry_run: bool, strict: bool, refused: Path) -> None:
    """Loads your own tables from a folder.

    They are called departments.csv, people.csv, projects.csv, lessons.csv, reuses.csv and so on. Every row is checked first. Rows that break a rule are refused, and with them the rows that need them; the rest is loaded. The same
    folder twice changes nothing; a row that has changed is updated. Acts on NEO4J_URI when that is set, else on the local Neo4j.

    Ends with exit code 1 when --strict refused the import.

    \b
    Example:
      graph-service import ./tables --dry-run
      graph-service import ./tables
    """

    from graph_service.ingest.report import write_refusals

    async def load(graph: "Graph") -> "Report":
        from graph_service.graph.migrations import migrate as apply
        from graph_service.ingest import import_folder

        await apply(graph, find_package_data("schema"))
        with progress_bar() as bar:
            tasks: dict[str, TaskID] = {}

            def advance(table: str, written: int, total: int) -> None:
                if table not in tasks:
                    tasks[table] = bar.add_task(table, total=total)
                bar.update(tasks[table], completed=written, total=total)

            return await import_folder(graph, folder, dry_run=dry_run, strict=strict, progress=advance)

    report = on_database(settings, load)
    print_report(report)
    if report.refusals:
        write_refusals(report.refusals, refused)
        click.echo(f"Every refused row, with the reason: {refused}")
    if strict and not report.written and not dry_run:
        raise click.exceptions.Exit(1)


def print_report(report: "Report") -> None:
    """The figures of each table, then why rows were refused."""
    table = Table("table", "loaded", "unchanged", "refused", title=None if report.written else "Nothing was loaded. This would be:")
    for one in report.tables:
        table.add_row(one.table, str(one.loaded), str(one.unchanged), str(one.refused))
    Console().print(table)
    for one in report.tables:
        for rule, count in one.rules.items():
            click.echo(f"{one.file}: {count} refused: {rule}")
