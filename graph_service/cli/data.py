"""`migrate`, `seed` and `import`: commands that change the database."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from graph_service.cli.command_group import EXTERNAL_NEO4J, LOCAL_NEO4J, command
from graph_service.cli.progress import QUIET, show_step
from graph_service.cli.runtime import run_on_database
from graph_service.errors import Conflict
from graph_service.package_data import find_package_data
from graph_service.settings import Settings

if TYPE_CHECKING:
    from graph_service.graph import Graph
    from graph_service.ingest import OtherImport, Report

DATABASE = (*EXTERNAL_NEO4J, *LOCAL_NEO4J)


@command("migrate", "data", variables=DATABASE)
def migrate(settings: Settings) -> None:
    """Creates or updates constraints and indexes.

    Applies the files of schema/ that have not been applied yet, in order, and waits until every index is online. Uses the database at
    NEO4J_URI if that is set, otherwise the local Neo4j. It is safe to run it again or several times at once.

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


@command("import", "data", variables=DATABASE)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="DIR")
@click.option("--dry-run", is_flag=True, help="Only check and count; write nothing to the graph.")
@click.option("--strict", is_flag=True, help="Load nothing if any row is refused.")
@click.option(
    "--refused",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("refused.csv"),
    show_default=True,
    help="The CSV file to write refused rows to: file, line, field, value and rule.",
)
@click.option(
    "--warnings",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("warnings.csv"),
    show_default=True,
    help="The CSV file to write warnings about loaded rows to: the same columns as for refused rows.",
)
def import_(settings: Settings, *, folder: Path, dry_run: bool, strict: bool, refused: Path, warnings: Path) -> None:
    """Loads your own tables from a folder.

    The files are departments.csv, people.csv, projects.csv, lessons.csv, reuses.csv and so on. Every row is checked first. Rows that break
    a rule are refused, together with the rows that refer to them; the others are loaded. Importing the same folder again changes nothing;
    changed rows are updated. Unlikely values are loaded with a warning. Uses the database at NEO4J_URI if that is set, otherwise the local
    Neo4j.

    Only one import runs at a time; a second one waits for it. If other people change the graph meanwhile, the rows are checked again.

    The exit code is 1 if --strict stopped the import.

    \b
    Example:
      graph-service import ./tables --dry-run
      graph-service import ./tables
    """

    from graph_service.ingest.report import write_refusals

    async def load(graph: "Graph") -> "Report":
        if dry_run:
            await _describe_missing_schema(graph)
        else:
            await migrate_with_progress(graph)
        return await import_with_progress(graph, folder, "Importing", dry_run=dry_run, strict=strict)

    report = run_on_database(settings, load)
    print_report(report)
    if report.refusals:
        write_refusals(report.refusals, refused)
        click.echo(f"Refused rows, with the rule that each breaks: {refused}")
    if report.warnings:
        write_refusals(report.warnings, warnings, "--warnings")
        click.echo(f"Warnings about loaded rows: {warnings}")
    if strict and not report.written and not dry_run:
        raise click.exceptions.Exit(1)


async def migrate_with_progress(graph: "Graph") -> list[str]:
    """Applies schema/ and returns the names of the files that were missing."""
    from graph_service.graph.migrations import migrate as apply_migrations

    with show_step("Preparing the database", delay=QUIET) as step:
        return await apply_migrations(graph, find_package_data("schema"), report=step.update)


async def import_with_progress(graph: "Graph", folder: Path, text: str, *, dry_run: bool = False, strict: bool = False) -> "Report":
    """Imports a folder and shows the table that is being written."""
    from graph_service.ingest import import_folder

    with show_step(text) as step:
        step.update("reading and checking the tables")

        def advance(table: str, written: int, total: int) -> None:
            step.update(f"{table}, {written:,} of {total:,}", done=written, total=total)

        def wait(other: "OtherImport") -> None:
            step.update(f"waiting for another import ({other.importer}), which has been running since {other.since}")

        return await import_folder(graph, folder, dry_run=dry_run, strict=strict, progress=advance, on_wait=wait)


async def _describe_missing_schema(graph: "Graph") -> None:
    """Prints what an import does first on a database without schema/, and when its result can differ from the dry run. Writes nothing."""
    from graph_service.graph.migrations import pending_migrations
    from graph_service.health.contents import count_nodes

    missing = await pending_migrations(graph, find_package_data("schema"))
    if not missing:
        return
    click.echo(
        f"This database lacks {', '.join(migration.name for migration in missing)} of schema/. The import applies them first.", err=True
    )
    if nodes := await count_nodes(graph):
        click.echo(
            f"It contains {nodes} nodes that no constraint has checked. If two of them share an id or an e-mail address, the import stops "
            "before it loads anything, whatever the dry run reports.",
            err=True,
        )


def print_report(report: "Report") -> None:
    """Prints the counts for each table, then the reasons why rows were refused, and the warnings."""
    title = None if report.written else "Nothing was loaded. An import would have these results:"
    output = Table("table", "loaded", "unchanged", "refused", title=title)
    for table in report.tables:
        output.add_row(table.table, str(table.loaded), str(table.unchanged), str(table.refused))
    Console().print(output)
    for table in report.tables:
        for rule, count in table.rules.items():
            click.echo(f"{table.file}: {count} refused: {rule}")
        for rule, count in table.warned.items():
            click.echo(f"{table.file}: {count} warnings: {rule}")
