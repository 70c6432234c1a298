"""A table during validation: parsed rows, from which each rule removes those that break it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph_service.errors import InvalidInput
from graph_service.ingest.report import Reason, Refusal
from graph_service.ingest.source_files import Table
from graph_service.ingest.specification import Column, Noun

RAGGED = "a row has as many cells as the first line has columns"
REQUIRED = "this must be given"
TWICE = "a row stands once in its table: this is its second time"


@dataclass(slots=True)
class Row:
    """One row: its first line and the value of each column in its file. An empty cell is None or an empty list."""

    line: int
    values: dict[str, Any]

    def get(self, column: str) -> Any:
        """Returns the value of the column, or None if the table has no such column."""
        return self.values.get(column)


@dataclass(frozen=True, slots=True)
class Fault:
    """An error in a row: the column, its value and the broken rule."""

    field: str
    value: Any
    rule: str


@dataclass(slots=True)
class Sheet:
    """The accepted rows of a table, in file order, and its refusals."""

    noun: Noun
    file: str
    columns: tuple[str, ...]
    rows: list[Row]
    refusals: list[Refusal]

    def sift(self, reason: Reason, find: Callable[[Row], Fault | None]) -> None:
        """Refuses each row for which `find` returns a fault."""
        standing: list[Row] = []
        for row in self.rows:
            fault = find(row)
            if fault is None:
                standing.append(row)
            else:
                self.refuse(row, reason, fault)
        self.rows = standing

    def refuse(self, row: Row, reason: Reason, fault: Fault, *, entry: bool = False) -> None:
        """Records the refusal of a row or, with `entry`, of one entry in one of its lists."""
        text = show(fault.value)
        self.refusals.append(Refusal(self.noun.table, self.file, row.line, fault.field, text, fault.rule, reason, entry))

    def has(self, column: str) -> bool:
        """Returns whether the file has the column."""
        return column in self.columns

    def key(self, row: Row) -> tuple[Any, ...]:
        """Returns the key values that identify the row within its table."""
        return tuple(row.get(name) for name in self.noun.key)


def show(value: Any) -> str:
    """Formats a value as in the source cell."""
    match value:
        case None:
            return ""
        case date():
            return value.isoformat()
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)


def open_sheet(table: Table, noun: Noun) -> Sheet:
    """Parses the cells of a table and refuses rows with an invalid value.

    Raises InvalidInput if the table has an unknown column or lacks a required key column.
    """
    names = [column.name for column in noun.columns]
    for name in table.columns:
        if name not in names:
            hint = " Separate the cells by commas." if ";" in name or "\t" in name else ""
            raise InvalidInput(f"{table.file} has a column {name!r}, which is not known. Its columns are {', '.join(names)}.{hint}")
    for name in noun.key:
        if name not in table.columns and noun.column(name).required:
            raise InvalidInput(f"{table.file} has no column {name!r}. Without it a row cannot be told from another.")
    sheet = Sheet(noun, table.file, table.columns, [], [])
    columns = [noun.column(name) for name in table.columns]
    for line in table.lines:
        row = Row(line.number, {})
        fault = Fault("", None, RAGGED) if line.cells is None else _read_cells(columns, line.cells, row.values)
        if fault is None:
            sheet.rows.append(row)
        else:
            sheet.refuse(row, Reason.BAD_VALUE, fault)
    return sheet


def _read_cells(columns: Iterable[Column], cells: Iterable[str], values: dict[str, Any]) -> Fault | None:
    for column, cell in zip(columns, cells, strict=True):
        text = cell.strip()
        if text:
            try:
                values[column.name] = column.kind.read(text)
            except InvalidInput:
                return Fault(column.name, text, column.kind.rule)
        elif column.required:
            return Fault(column.name, "", REQUIRED)
        else:
            values[column.name] = column.default
    return None


def refuse_second_rows(sheet: Sheet) -> None:
    """Keeps the first accepted row of each key and refuses duplicates."""
    seen: set[tuple[Any, ...]] = set()

    def second(row: Row) -> Fault | None:
        key = sheet.key(row)
        if key in seen:
            return Fault(sheet.noun.key[-1], row.get(sheet.noun.key[-1]), TWICE)
        seen.add(key)
        return None

    sheet.sift(Reason.BROKEN_RULE, second)
