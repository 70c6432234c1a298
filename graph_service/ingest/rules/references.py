"""Checks references to other rows and nodes, and the required columns of new rows."""

from collections.abc import Callable, Iterable
from typing import Any

from graph_service.ingest.report import Reason
from graph_service.ingest.specification import Column
from graph_service.ingest.staged_table import REQUIRED, Fault, Row, Sheet
from graph_service.ingest.staging import Draft


def refuse_incomplete(draft: Draft, sheet: Sheet) -> None:
    """Refuses new rows if the file lacks a required column; otherwise fills the missing columns of new rows with their defaults."""
    absent = [column for column in sheet.noun.columns if not sheet.has(column.name)]
    required = [column.name for column in absent if column.required]

    def find(row: Row) -> Fault | None:
        if not absent or draft.stored_row(sheet.noun.table, row) is not None:
            return None
        row.values.update((column.name, column.default) for column in absent)
        return Fault(required[0], None, REQUIRED) if required else None

    sheet.sift(Reason.BAD_VALUE, find)


def refuse_unknown(draft: Draft, sheet: Sheet) -> None:
    """Refuses rows with a reference to an unknown id, and then rows of the same table that refer to a refused row."""
    columns = [column for column in sheet.noun.references if sheet.has(column.name)]
    while True:
        before = len(sheet.rows)
        checks = [(column.name, draft.knows(column.refers or ""), draft.unknown(column.refers or "")) for column in columns]

        def find(row: Row, checks: Iterable[Any] = tuple(checks)) -> Fault | None:
            for name, knows, unknown in checks:
                value = row.values[name]
                if value is not None and not knows(value):
                    return Fault(name, value, unknown(value))
            return None

        sheet.sift(Reason.UNKNOWN_ID, find)
        if len(sheet.rows) == before or not any(column.refers == sheet.noun.table for column in columns):
            return


def drop_unknown_entries(draft: Draft, sheet: Sheet) -> None:
    """Refuses list entries with an unknown id; the rest of the row is loaded."""
    for column in sheet.noun.lists:
        if sheet.has(column.name):
            _drop_entries(draft, sheet, column)


def _drop_entries(draft: Draft, sheet: Sheet, column: Column) -> None:
    knows, unknown = draft.knows(column.refers or ""), draft.unknown(column.refers or "")
    for row in sheet.rows:
        entries = row.values[column.name]
        if entries and not all(map(knows, entries)):
            drop_entries(sheet, row, column.name, [entry for entry in entries if not knows(entry)], unknown, Reason.UNKNOWN_ID)


def drop_entries(sheet: Sheet, row: Row, column: str, bad: Iterable[str], rule: Callable[[str], str], reason: Reason) -> None:
    """Removes entries from a list of a row and records a refusal for each."""
    bad = list(bad)
    for entry in bad:
        sheet.refuse(row, reason, Fault(column, entry, rule(entry)), entry=True)
    row.values[column] = tuple(entry for entry in row.values[column] if entry not in bad)
