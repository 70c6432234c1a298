"""Imports a folder of tables: reads the files, validates every row, compares with the graph and loads the differences."""

import gc
from asyncio import to_thread
from collections.abc import Callable, Generator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

from graph_service.callers import Caller
from graph_service.errors import Conflict
from graph_service.graph import Graph
from graph_service.ingest.batches import Differences
from graph_service.ingest.comparison import compare
from graph_service.ingest.diff import RowOutcomes, count_rows
from graph_service.ingest.empty_cells import keep_existing_values
from graph_service.ingest.existing_data import read_existing_data, read_hidden_lessons
from graph_service.ingest.extra import merge_extra
from graph_service.ingest.lease import GraphChanged, OtherImport, import_lease, read_log_position
from graph_service.ingest.loader import Progress, load
from graph_service.ingest.report import Report, ValueChange, report_table, write_refusals
from graph_service.ingest.rules.references import refuse_hidden_rows
from graph_service.ingest.source_files import SourceFile, read_folder
from graph_service.ingest.staged_table import StagedTable, stage_table
from graph_service.ingest.staging import StagingArea
from graph_service.ingest.tables import TABLE_SPECS
from graph_service.ingest.undo.recorder import Recorder
from graph_service.ingest.validation import validate
from graph_service.ingest.value_changes import MAX_CHANGES

SHARED_ROUNDS = 2  # rounds of checking and loading during which commands may write; in later rounds they wait
MAX_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class CheckedImport:
    """The tables after their validation, their differences from the graph, and the first values that change."""

    tables: Mapping[str, StagedTable]
    differences: Differences
    changes: tuple[ValueChange, ...]

    @property
    def is_refused(self) -> bool:
        """Whether a strict import writes nothing."""
        return any(table.refusals for table in self.tables.values())


async def import_folder(
    graph: Graph,
    folder: Path,
    *,
    dry_run: bool = False,
    strict: bool = False,
    refused: Path | None = None,
    progress: Progress | None = None,
    on_wait: Callable[[OtherImport], None] = lambda _: None,
) -> Report:
    """Imports a folder of files that are named after the import tables and have their columns (see import_files). Empty cells clear values.

    `refused` is the path of the CSV file for refusals, with the columns file, line, field, value and rule. Raises InvalidInput if the
    folder or an entire file cannot be read.
    """
    files = await to_thread(_read_files, folder)
    report = await import_files(graph, files, dry_run=dry_run, strict=strict, clear=True, progress=progress, on_wait=on_wait)
    if refused is not None:
        write_refusals(report.refusals, refused)
    return report


async def import_files(
    graph: Graph,
    files: Sequence[SourceFile],
    *,
    dry_run: bool = False,
    strict: bool = False,
    clear: bool = False,
    unknown: Mapping[tuple[str, str], str] | None = None,
    progress: Progress | None = None,
    on_wait: Callable[[OtherImport], None] = lambda _: None,
    caller: Caller | None = None,
    recorder: Recorder | None = None,
) -> Report:
    """Validates every row of the tables, refuses rows that break a rule and rows that depend on them, and loads the rest.

    A row overwrites the graph for the columns of its file; absent rows and columns change nothing, so importing the same files twice
    changes nothing. An empty cell leaves a value of the graph as it is, unless `clear` is set. `dry_run` writes nothing to the graph;
    `strict` writes nothing to it if anything was refused; the report is the same. `unknown` says, by table and text, why a text in a
    reference column means no node. `progress` is called after each batch with the table, the number of its changes written so far and
    their total. `caller` is who imports. `recorder` holds the number of the import also if it is stopped.

    If the graph is changed by others meanwhile, the remaining rows are checked again before they are written; from the third round on,
    commands wait until the import has finished. Only one import writes at a time: a second one waits, and calls `on_wait` repeatedly with
    the import that it waits for.

    Raises InvalidInput if a file has an unknown column. Raises Conflict if another import takes too long, if the graph is changed in every
    round, or if a row of a strict import breaks a rule only after other rows were written.
    """
    checked = await _check(graph, files, unknown or {}, caller, clear=clear, preview=dry_run)
    written, recorder = RowOutcomes(), recorder or Recorder()
    report = _report(checked, count_rows(checked.differences.tables.values()), not dry_run and not (strict and checked.is_refused))
    if not report.written or checked.differences.is_empty():
        return report
    async with import_lease(graph) as lease:
        for number in range(1, MAX_ROUNDS + 1):
            lease.exclusive = number > SHARED_ROUNDS
            await lease.acquire(on_wait)
            if number > 1:
                checked = await _check(graph, files, unknown or {}, caller, clear=clear, preview=False)
                if strict and checked.is_refused:
                    return _refuse_late(checked, written)
            try:
                await load(graph, lease, checked.differences, written, progress, caller, recorder)
            except GraphChanged:
                continue
            return replace(_report(checked, written, written=True), number=recorder.number, is_undoable=recorder.is_complete)
    raise Conflict(
        f"The graph was changed by others {MAX_ROUNDS} times while the import ran. {written.summary()} Import the same files again: rows that "
        "are already loaded change nothing."
    )


def _read_files(folder: Path) -> list[SourceFile]:
    with _garbage_collector_disabled():
        return read_folder(folder, list(TABLE_SPECS))


async def _check(
    graph: Graph, files: Sequence[SourceFile], unknown: Mapping[tuple[str, str], str], caller: Caller | None, *, clear: bool, preview: bool
) -> CheckedImport:
    """Validates the files against the graph as it is now, and compares them with it. Links with lessons that the caller may not read are left
    as they are, and cannot be made. A preview behaves as if these lessons did not exist, so that nobody finds them by guessing ids: their rows are
    refused only when they would be written, where each wrong guess creates a lesson, which the log shows."""
    position = await read_log_position(graph)
    with _garbage_collector_disabled():
        tables = await to_thread(lambda: {file.table: stage_table(file, TABLE_SPECS[file.table]) for file in files})
        hidden = await read_hidden_lessons(graph, caller)
        existing = (await read_existing_data(graph, tables, hidden)).without_lessons(hidden, keep_links=not preview)
        if hidden and not preview and "lessons" in tables:
            refuse_hidden_rows(tables["lessons"], hidden)
        staging = StagingArea(tables, existing, cache(partial(_ids, files)), unknown=unknown)
        await to_thread(keep_existing_values, staging, clear=clear)
        await to_thread(merge_extra, staging, clear=clear)
        await to_thread(validate, staging)
        diffs = await to_thread(compare, staging)
        differences = Differences(position, diffs, staging.retirements, staging.closings, staging.endings, staging.resumed)
        return CheckedImport(tables, differences, tuple(staging.changes[:MAX_CHANGES]))


def _refuse_late(checked: CheckedImport, written: RowOutcomes) -> Report:
    """The report of a strict import whose rows broke a rule in a later round. Raises Conflict if rows were written in an earlier one."""
    report = _report(checked, count_rows(checked.differences.tables.values()), written=False)
    if written.is_empty():
        return report
    first = report.refusals[0]
    raise Conflict(
        f"The graph was changed by others while the import ran, and since then {len(report.refusals)} rows break a rule. The first is in "
        f"{first.file}, line {first.line}: {first.field} is {first.value!r}: {first.rule}. {written.summary()} Correct the tables and import "
        "the folder again."
    )


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


def _ids(files: Sequence[SourceFile], table: str) -> Set[str]:
    """Returns every id in the file of a table, including those of rows that are refused later."""
    with_ids = [(file, file.columns.index("id")) for file in files if file.table == table and "id" in file.columns]
    return {row.cells[position].strip() for file, position in with_ids for row in file.rows if row.cells is not None}


def _report(checked: CheckedImport, outcomes: RowOutcomes, written: bool) -> Report:
    tables, diffs = checked.tables, checked.differences.tables
    reports = tuple(
        report_table(name, table.file, outcomes.counts(name), diffs[name].rows, table.refusals, table.warnings)
        for name, table in tables.items()
    )
    refusals = (refusal for table in tables.values() for refusal in sorted(table.refusals, key=lambda refusal: refusal.line))
    warnings = (warning for table in tables.values() for warning in sorted(table.warnings, key=lambda warning: warning.line))
    return Report(reports, tuple(refusals), tuple(warnings), written, checked.changes, outcomes.is_new)
