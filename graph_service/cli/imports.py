"""`import`: loads tables of any kind into the graph."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graph_service.cli.command_group import command
from graph_service.cli.data import DATABASE, WrittenRows, migrate_with_progress, print_report, show_waiting
from graph_service.cli.import_preview import print_input, print_notices, print_refusals
from graph_service.cli.progress import show_step
from graph_service.cli.runtime import run_on_database
from graph_service.errors import InvalidInput
from graph_service.package_data import find_package_data
from graph_service.settings import Settings

if TYPE_CHECKING:
    from graph_service.graph import Graph
    from graph_service.ingest import Report
    from graph_service.ingest.conversion import Choices, PreparedImport
    from graph_service.ingest.input_files import InputFiles
    from graph_service.ingest.matching import Mapping
    from graph_service.ingest.result_files import Reuses, TableResults

SOME_REFUSED = 2
CREATABLE = ("people", "departments", "projects", "topics")
NOT_ANSWERED = "Nothing was written, because questions are open. Check the proposals above; --yes accepts them."


@command("import", "data", variables=DATABASE)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE|DIR...")
@click.option("--dry-run", is_flag=True, help="Only check and count; write nothing to the graph.")
@click.option("--yes", is_flag=True, help="Accept all proposals without asking.")
@click.option("--create", default="", metavar="KINDS", help=f"Create unknown names of these kinds: {','.join(CREATABLE)}.")
@click.option("--map", "source", default=None, metavar="NAME", help="Save the column mapping under this name, and use it if it exists.")
@click.option(
    "--column", "columns", multiple=True, metavar="HEADER=TARGET", help="Read a column as a property; HEADER= skips it. Can be repeated."
)
@click.option(
    "--day-first/--month-first", "day_first", default=None, help="The order of day and month in columns whose values do not show it."
)
@click.option(
    "--missing-day",
    type=click.Choice(["refuse", "first"]),
    default="refuse",
    show_default=True,
    help="What to do with a month without a day.",
)
@click.option("--since", default=None, metavar="DATE|always", help="The first day of memberships without one.")
@click.option("--encoding", default=None, help="The encoding of CSV files, such as cp1250, if it is not recognised.")
@click.option("--clear", is_flag=True, help="Empty cells remove the values of existing rows. A missing column never does.")
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
@click.option(
    "--results",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    metavar="DIR",
    help="Write a copy of each file into this folder, with columns added: the id and status of each row, its errors, and how its lesson was reused.",
)
def import_(settings: Settings, *, paths: tuple[Path, ...], **options: Any) -> None:
    """Loads tables from files and folders: workbooks (.xlsx .xlsm .xls .ods), CSV, TSV, JSON, JSON Lines, .zip, and retrospectives in Markdown.

    The service's own tables (departments.csv, people.csv, projects.csv, lessons.csv, reuses.csv and so on) are loaded as they are. In
    other files, the command recognises tables and columns by their headers and values, shows them, and loads them once you agree: it asks
    on a terminal; anywhere else, pass --yes, or nothing is written.

    Every row is checked first. Rows that break a rule are refused with all their errors, together with the rows that refer to them; the
    others are loaded. Importing the same files again changes nothing; changed rows are updated. Unlikely values are loaded with a warning. Uses
    the database at NEO4J_URI if that is set, otherwise the local Neo4j. Only one import runs at a time; a second one waits for it.
    `graph-service undo-import` undoes a whole import within 24 hours. Ctrl-C stops it between two batches; run the same command to continue.

    The exit code is 1 if nothing could be read, and 2 if a row or a file was refused or a question is open.

    \b
    Example:
      graph-service import ./tables --dry-run
      graph-service import "Lessons Learned Register.xlsx" --map register --create people,topics
      graph-service import hr.csv --column "Grade=" --since always --yes
    """
    sys.exit(_run(settings, paths, options | {"paths": paths}))


def _run(settings: Settings, paths: Sequence[Path], options: dict[str, Any]) -> int:
    from graph_service.ingest.input_files import read_input
    from graph_service.ingest.undo.recorder import Recorder

    folder = _mapping_folder(settings)
    mappings = _mappings(folder, options["source"])
    with show_step("Importing") as step:
        step.update("reading the files")
        input_files = read_input(paths, mappings=mappings, overrides=_overrides(options["columns"]), encoding=options["encoding"])
    print_input(input_files)
    if input_files.is_empty:
        raise InvalidInput("No table was found in these files. `graph-service import --help` lists what can be read.")
    choices = _choices(options, mappings, input_files)
    written = WrittenRows(Recorder())
    options |= {"written": written}
    describe_stop = (lambda: "Stopped.") if options["dry_run"] else written.describe_stop
    report = run_on_database(settings, lambda graph: _import(graph, input_files, choices, options), describe_stop=describe_stop)
    if report is None:
        click.echo(NOT_ANSWERED, err=True)
        return SOME_REFUSED
    if options["source"] and not options["dry_run"]:
        _save_mapping(folder, options["source"], input_files, choices)
    _write_lists(report, options)
    return SOME_REFUSED if report.refusals or input_files.has_faults else 0


async def _import(graph: "Graph", input_files: "InputFiles", choices: "Choices", options: dict[str, Any]) -> "Report | None":
    """The report; None if nothing was written because questions are open."""
    from graph_service.ingest.conversion import prepare

    if options["dry_run"]:
        await describe_missing_schema(graph)
    else:
        await migrate_with_progress(graph)
    prepared = await prepare(graph, input_files.exact, input_files.proposals, choices)
    if prepared.questions or (input_files.to_confirm and not choices.accept):
        print_notices(prepared.questions)
        prepared = await prepare(graph, input_files.exact, input_files.proposals, replace(choices, accept=True))
        print_notices(prepared.notices)
        if not options["dry_run"] and not await _is_confirmed(graph, prepared, options):
            return None
    else:
        print_notices(prepared.notices)
    report = await _load(graph, prepared, options, dry_run=options["dry_run"])
    print_report(report)
    print_refusals(report)
    if report.is_undoable:
        click.echo(f"To undo this import within 24 hours: graph-service undo-import {report.number}")
    elif report.number is not None:
        click.echo("This import is too large to be undone.")
    if options["results"]:
        await _write_results(graph, input_files, prepared, report, options)
    return report


async def _write_results(
    graph: "Graph", input_files: "InputFiles", prepared: "PreparedImport", report: "Report", options: dict[str, Any]
) -> None:
    """Writes copies of the files with the result of each row in added columns. Files in the form of the import tables have no proposal and are left out."""
    from graph_service.ingest.result_files import describe_rows, read_lesson_reuses

    tables = describe_rows(input_files.proposals, prepared, report)
    reuses = await read_lesson_reuses(graph, (id_ for table in tables if table.kind == "lessons" for id_ in table.ids))
    for path in _files_of(options["paths"], {table.file for table in tables}):
        try:
            target = _write_with_results(path, options["results"], [table for table in tables if table.file == path.name], reuses)
        except InvalidInput as error:
            click.echo(error.message, err=True)
        except OSError as error:
            raise InvalidInput(f"--results is {str(options['results'])!r}, which cannot be written: {error.strerror}.") from error
        else:
            click.echo(f"Results by row: {target}")


def _write_with_results(path: Path, folder: Path, tables: "Sequence[TableResults]", reuses: "Reuses") -> Path:
    """Writes a file with its results into a folder and returns its path there. A CSV file is never in memory as a whole."""
    from graph_service.ingest.result_files import is_delimited, write_delimited, write_result_file

    folder.mkdir(parents=True, exist_ok=True)
    with path.open("rb") as file:
        is_text = is_delimited(path.name, file.read(8))
    name, content = (path.name, b"") if is_text else write_result_file(path.name, path.read_bytes(), tables, reuses)
    target = folder / name
    if target.resolve() == path.resolve():
        raise InvalidInput(f"--results is the folder of {path.name}, which it would replace. Choose another folder.")
    with target.open("wb") as output:
        if is_text:
            write_delimited(lambda: path.open("rb"), tables, reuses, output)
        else:
            output.write(content)
    return target


def _files_of(paths: Sequence[Path], names: set[str]) -> list[Path]:
    files = [file for path in paths for file in (sorted(path.iterdir()) if path.is_dir() else [path])]
    return [file for file in files if file.name in names and file.is_file()]


async def _is_confirmed(graph: "Graph", prepared: "PreparedImport", options: dict[str, Any]) -> bool:
    """Shows what would be loaded if all proposals are accepted, and asks. False if the answer is no or nobody can be asked."""
    preview = await _load(graph, prepared, options, dry_run=True)
    print_report(preview)
    print_refusals(preview)
    return sys.stdin.isatty() and click.confirm("Load this?", default=False, err=True)


async def _load(graph: "Graph", prepared: "PreparedImport", options: dict[str, Any], *, dry_run: bool) -> "Report":
    from graph_service.ingest import import_files

    with show_step("Importing") as step:
        step.update("checking the tables")
        report = await import_files(
            graph,
            prepared.files,
            dry_run=dry_run,
            strict=options["strict"],
            clear=options["clear"],
            unknown=prepared.rules,
            progress=options["written"].show_in(step),
            on_wait=show_waiting(step),
            recorder=options["written"].recorder,
        )
    return prepared.locate(report)


def _choices(options: dict[str, Any], mappings: "Sequence[Mapping]", input_files: "InputFiles") -> "Choices":
    """The answers in the options, else those saved with the mapping of the tables. Only --create of this command creates anything."""
    from graph_service.ingest.conversion import Choices
    from graph_service.ingest.values import DayOrder

    used = {proposal.mapping for proposal in input_files.proposals}
    saved: dict[str, Any] = next((mapping.choices for mapping in mappings if mapping.name in used), dict[str, Any]())
    order = saved.get("order") if options["day_first"] is None else "day-first" if options["day_first"] else "month-first"
    create = [kind.strip() for kind in options["create"].split(",") if kind.strip()]
    if wrong := [kind for kind in create if kind not in CREATABLE]:
        raise InvalidInput(f"--create is {wrong[0]!r}, but must be a list of {', '.join(CREATABLE)}.")
    return Choices(
        DayOrder(order) if order else None,
        options["missing_day"] == "first" or saved.get("missingDay") == "first",
        _since(options["since"] or saved.get("since")),
        frozenset(create),
        options["yes"],
        options["source"] or "",
    )


def _since(text: str | None) -> date | None:
    from graph_service.model.days import FIRST_DAY

    if text is None:
        return None
    try:
        return FIRST_DAY if text == "always" else date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(f"--since is {text!r}, but must be a day such as 2021-03-31, or always.") from None


def _overrides(columns: Sequence[str]) -> dict[str, str | None]:
    overrides: dict[str, str | None] = {}
    for column in columns:
        header, equals, target = column.rpartition("=")
        if not equals or not header:
            raise InvalidInput(f'--column is {column!r}, but must be written like "Lesson Title=title".')
        overrides[header.strip()] = target.strip() or None
    return overrides


def _mapping_folder(settings: Settings) -> Path:
    from graph_service.graph.local import locate_data_directory

    return locate_data_directory(settings.data).path / "mappings"


def _mappings(folder: Path, source: str | None) -> "list[Mapping]":
    """The mapping of this name, or all that were saved: one applies to a table that has all of its columns."""
    from graph_service.ingest.input_files import read_mappings
    from graph_service.ingest.matching import read_mapping
    from graph_service.ingest.matching.mapping_file import mapping_path

    if source is None:
        return read_mappings(folder)
    mapping = read_mapping(mapping_path(folder, source))
    return [] if mapping is None else [mapping]


def _save_mapping(folder: Path, source: str, input_files: "InputFiles", choices: "Choices") -> None:
    from graph_service.ingest.matching import Mapping, write_mapping
    from graph_service.ingest.matching.mapping_file import mapping_path

    saved = {
        "order": choices.order,
        "missingDay": "first" if choices.missing_day_first else None,
        "since": choices.since and choices.since.isoformat(),
    }
    path = mapping_path(folder, source)
    tables = [proposal.to_mapping() for proposal in input_files.proposals]
    write_mapping(Mapping(source, tables, {name: value for name, value in saved.items() if value}), path)
    click.echo(f"The column mapping is saved as {source} in {path}.")


def _write_lists(report: "Report", options: dict[str, Any]) -> None:
    """Writes the lists of refused rows and of warnings; removes those of an earlier import where there is nothing to list."""
    from graph_service.ingest.report import remove_list, write_refusals

    for entries, path, option in ((report.refusals, options["refused"], "--refused"), (report.warnings, options["warnings"], "--warnings")):
        if entries:
            write_refusals(entries, path, option)
            what = "Refused rows, with the rule that each breaks" if option == "--refused" else "Warnings about loaded rows"
            click.echo(f"{what}: {path}")
        else:
            remove_list(path)


async def describe_missing_schema(graph: "Graph") -> None:
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
