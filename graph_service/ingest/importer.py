"""Imports a folder of tables: reads the files, validates every row, compares with the graph and loads the differences."""

import gc
from asyncio import to_thread
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

from graph_service.graph import Graph
from graph_service.ingest.comparison import compare
from graph_service.ingest.diff import TableDiff
from graph_service.ingest.existing_data import read_existing_data
from graph_service.ingest.loader import Progress, load
from graph_service.ingest.report import Report, report_table, write_refusals
from graph_service.ingest.source_files import SourceFile, read_folder
from graph_service.ingest.staged_table import StagedTable, stage_table
from graph_service.ingest.staging import StagingArea
from graph_service.ingest.tables import TABLE_SPECS
from graph_service.ingest.validation import validate


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
    with _garbage_collector_disabled():
        files = await to_thread(read_folder, folder, list(TABLE_SPECS))
        tables = await to_thread(lambda: {file.table: stage_table(file, TABLE_SPECS[file.table]) for file in files})
        staging = StagingArea(tables, await read_existing_data(graph, tables), {file.table: _ids(file) for file in files})
        await to_thread(validate, staging)
        diffs = await to_thread(compare, staging)
    report = _report(diffs, tables, written=not dry_run and not (strict and any(table.refusals for table in tables.values())))
    if refused is not None:
        write_refusals(report.refusals, refused)
    if report.written:
        await load(graph, diffs, staging.retirements, progress)
    return report


@contextmanager
def _garbage_collector_disabled() -> Generator[None]:
    """Disables the garbage collector, which would scan millions of live rows repeatedly (a quarter of the run time)."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _ids(file: SourceFile) -> set[str]:
    """Returns every id in the file, including those of rows that are refused later."""
    if "id" not in file.columns:
        return set()
    position = file.columns.index("id")
    return {row.cells[position].strip() for row in file.rows if row.cells is not None}


def _report(diffs: Mapping[str, TableDiff], tables: Mapping[str, StagedTable], written: bool) -> Report:
    reports = tuple(
        report_table(name, table.file, (diffs[name].new, diffs[name].changed, diffs[name].unchanged), table.refusals)
        for name, table in tables.items()
    )
    refusals = (refusal for table in tables.values() for refusal in sorted(table.refusals, key=lambda refusal: refusal.line))
    return Report(reports, tuple(refusals), written)
