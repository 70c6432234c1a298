"""Empty cells of rows that the graph already has: they leave the value as it is, unless the import clears values."""

from decimal import Decimal
from functools import partial
from typing import Any

from graph_service.domain.money import DECIMALS
from graph_service.ingest.report import Reason
from graph_service.ingest.specification import ColumnSpec
from graph_service.ingest.staged_table import REQUIRED, StagedRow, StagedTable, Violation
from graph_service.ingest.staging import StagingArea
from graph_service.ingest.tables import TABLE_SPECS
from graph_service.model.enums import UNPUBLISHED_STATUSES, LessonStatus

DERIVED_IF_EMPTY = frozenset({"language"})  # follows from the texts of a lesson, unless it was corrected
EMPTY_CELL_KEPT = "the cell is empty, and the value in the graph stays; --clear removes it"
# Days that end with a state: a row that gives the lesson another state removes them.
ENDS_WITH_STATUS = {"retiredOn": (*UNPUBLISHED_STATUSES, LessonStatus.PUBLISHED), "publishedOn": UNPUBLISHED_STATUSES}


def keep_existing_values(staging: StagingArea, *, clear: bool) -> None:
    """Replaces empty cells of existing rows by the value in the graph: all of them unless `clear` is set, and always cells of absent columns.

    Warns of each empty cell that would have cleared a value. Refuses new rows that lack a required column.
    """
    for table in staging.tables.values():
        if clear and not table.has_absent:
            continue
        _refuse_incomplete(staging, table)
        table.change_rows(partial(_keep_in_row, staging, table, clear=clear))


def _keep_in_row(staging: StagingArea, table: StagedTable, row: StagedRow, *, clear: bool) -> None:
    if row.blank and (existing := staging.existing_row(table, row)) is not None:
        _keep(staging, table, row, existing, clear=clear)


def _refuse_incomplete(staging: StagingArea, table: StagedTable) -> None:
    required = [column.name for column in table.spec.columns if column.required]

    def find_violation(row: StagedRow) -> Violation | None:
        missing = next((name for name in required if name in row.absent), None)
        return Violation(missing, "", REQUIRED) if missing and staging.existing_row(table, row) is None else None

    table.refuse_rows(Reason.BAD_VALUE, find_violation)


def _keep(staging: StagingArea, table: StagedTable, row: StagedRow, existing: dict[str, Any], *, clear: bool) -> None:
    for name in row.blank or ():
        absent = name in row.absent
        if (clear and not absent) or row.get("status") in ENDS_WITH_STATUS.get(name, ()):
            continue
        if name in DERIVED_IF_EMPTY:
            row.values.pop(name, None)
            continue
        column = table.spec.column(name)
        value = _existing_value(staging, table, row, column, existing)
        if value is None or value == ():
            continue
        row.values[name] = value
        if not absent:
            table.record_warning(row, Violation(name, "|".join(map(str, value)) if column.is_list else value, EMPTY_CELL_KEPT))


def _existing_value(staging: StagingArea, table: StagedTable, row: StagedRow, column: ColumnSpec, existing: dict[str, Any]) -> Any:
    if column.name == "costAvoided":
        return _existing_amount(row, existing)
    if column.references is None or table.spec.relationship is not None:
        return existing.get(column.name)
    if column.relationship is None:
        return _undated_target(staging, table, row, column.name)
    targets = existing.get(column.name) or ()
    return tuple(targets) if column.is_list else next(iter(targets), None)


def _existing_amount(row: StagedRow, existing: dict[str, Any]) -> str | None:
    """The amount as in a cell, because the checks convert it; None if the row has another currency."""
    minor, currency = existing.get("costAvoided"), existing.get("currency")
    if minor is None or currency is None or row.get("currency") not in (None, currency):
        return None
    return f"{Decimal(minor).scaleb(-DECIMALS[currency]):f}"


def _undated_target(staging: StagingArea, table: StagedTable, row: StagedRow, column: str) -> str | None:
    """The parent or owner without a start date, which is a column of the nodes' table."""
    for spec in TABLE_SPECS.values():
        if spec.undated_column == (table.spec.name, column):
            existing = staging.existing.rows[spec.name].get(row.values["id"], ())
            return next((other[spec.target] for other in existing if other["from"] is None), None)
    return None
