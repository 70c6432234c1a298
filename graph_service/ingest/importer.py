"""Imports a folder of tables: reads the files, validates every row, compares with the graph and loads the differences."""

import gc
from asyncio import to_thread
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

from graph_service.graph import Graph
from graph_service.ingest.comparison import compare
from graph_service.ingest.diff import TableChanges
from graph_service.ingest.existing_data import read_stored
from graph_service.ingest.loader import Progress, load
from graph_service.ingest.report import Report, report_table, write_refusals
from graph_service.ingest.source_files import Table, read_folder
from graph_service.ingest.staged_table import Sheet, open_sheet
from graph_service.ingest.staging import Draft
from graph_service.ingest.tables import NOUNS
from graph_service.ingest.validation import check


async def import_folder(
    graph: Graph,
    folder: Path,
    *,
    dry_run: bool = False,
    strict: bool = False,
    refused: Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """Validates every row of the tables in a folder, refuses rows that break a rule and rows that depend on them, and loads the rest.

    A row overwrites the graph for the columns of its file; absent rows and columns change nothing, so importing the same folder twice
    changes nothing. `dry_run` writes nothing to the graph; `strict` writes nothing to it if anything was refused; the report is the same.
    `refused` is the path of the CSV file for refusals, with the columns file, line, field, value and rule. `progress` is called after each
    batch with the table, the number of its changes written so far and their total. Raises InvalidInput if the folder or an entire file
    cannot be read.
    """
    with _without_collector():
        tables = await to_thread(read_folder, folder, NOUNS)
        sheets = await to_thread(lambda: {table.name: open_sheet(table, NOUNS[table.name]) for table in tables})
        draft = Draft(sheets, await read_stored(graph, sheets), {table.name: _given_ids(table) for table in tables})
        await to_thread(check, draft)
        changes = await to_thread(compare, draft)
    report = _report(changes, sheets, written=not dry_run and not (strict and any(sheet.refusals for sheet in sheets.values())))
    if refused is not None:
        write_refusals(report.refusals, refused)
    if report.written:
        await load(graph, changes, draft.retired, progress)
    return report


@contextmanager
def _without_collector() -> Generator[None]:
    """Disables the garbage collector, which would scan millions of live rows repeatedly (a quarter of the run time)."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _given_ids(table: Table) -> set[str]:
    """Returns every id in the file, including those of rows that are refused later."""
    if "id" not in table.columns:
        return set()
    place = table.columns.index("id")
    return {line.cells[place].strip() for line in table.lines if line.cells is not None}


def _report(changes: Mapping[str, TableChanges], sheets: Mapping[str, Sheet], written: bool) -> Report:
    tables = tuple(
        report_table(name, sheet.file, (changes[name].new, changes[name].changed, changes[name].unchanged), sheet.refusals)
        for name, sheet in sheets.items()
    )
    refusals = (refusal for sheet in sheets.values() for refusal in sorted(sheet.refusals, key=lambda refusal: refusal.line))
    return Report(tables, tuple(refusals), written)
