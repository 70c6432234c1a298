"""A table during validation: parsed rows, from which each rule removes those that break it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph_service.domain.parsing import MAX_SHORT_TEXT
from graph_service.errors import InvalidInput
from graph_service.ingest.cell_types import CONTROL
from graph_service.ingest.report import Reason, Refusal, RowWarning
from graph_service.ingest.source_files import SourceFile
from graph_service.ingest.specification import ColumnSpec, TableSpec
from graph_service.ingest.stored_rows import StoredRows

WRONG_CELLS = "a row must have as many cells as the first line has column names"
SHOWN = ("title", "name")  # the columns by which people know a row
REQUIRED = "a value is required"
NO_CONTROL = "the text must not contain control characters"


@dataclass(slots=True)
class StagedRow:
    """One row: its first line and the value of each column in its file. An empty cell is the empty value of its column.

    `blank` lists the columns whose cell is empty; `absent` those that the source of the row lacks. `existing` is the node of the graph with
    the id of the row.
    """

    line: int
    values: dict[str, Any]
    blank: list[str] | None = None
    absent: frozenset[str] = frozenset()
    existing: dict[str, Any] | None = None

    def get(self, column: str) -> Any:
        """Returns the value of the column, or None if the file has no such column."""
        return self.values.get(column)


@dataclass(frozen=True, slots=True)
class Violation:
    """An error in a row: the column, its value and the broken rule. `earlier` is the line of the row with the same key."""

    field: str
    value: Any
    rule: str
    earlier: int | None = None


class StagedTable:
    """The accepted rows of a table, in file order, its refusals, and its warnings about rows that are loaded.

    `has_absent`: some rows lack columns that others have. Rules that refuse or change rows are queued, and run together in one pass when
    `rows` is read, because each pass over many rows takes long. Rows are changed only by `change_rows`.
    """

    def __init__(self, spec: TableSpec, file: str, columns: tuple[str, ...]) -> None:
        self.spec, self.file, self.columns, self.has_absent = spec, file, columns, False
        self._rows = stored_staged_rows()
        self._refusals: list[Refusal] = []
        self._warnings: list[RowWarning] = []
        self._rules: list[Callable[[StagedRow], bool]] = []

    @property
    def rows(self) -> StoredRows[StagedRow]:
        """The accepted rows."""
        self._apply_rules()
        return self._rows

    @rows.setter
    def rows(self, rows: StoredRows[StagedRow]) -> None:
        self._rows = rows

    @property
    def refusals(self) -> list[Refusal]:
        """The refusals of rows and of single values."""
        self._apply_rules()
        return self._refusals

    @property
    def warnings(self) -> list[RowWarning]:
        """The warnings about rows that are loaded."""
        self._apply_rules()
        return self._warnings

    def refuse_rows(self, reason: Reason, find_violation: Callable[[StagedRow], Violation | None]) -> None:
        """Refuses each row for which `find_violation` returns a violation."""

        def is_accepted(row: StagedRow) -> bool:
            violation = find_violation(row)
            if violation is not None:
                self.record_refusal(row, reason, violation)
            return violation is None

        self._rules.append(is_accepted)

    def change_rows(self, change: Callable[[StagedRow], None]) -> None:
        """Calls `change` with each row, which may change its values and record warnings."""

        def change_and_accept(row: StagedRow) -> bool:
            change(row)
            return True

        self._rules.append(change_and_accept)

    def refuse_entries(self, row: StagedRow, column: str, entries: Iterable[str], rule: Callable[[str], str], reason: Reason) -> None:
        """Removes entries from a list of a row and records a refusal for each, with the rule for that entry."""
        refused = list(entries)
        for entry in refused:
            self.record_refusal(row, reason, Violation(column, entry, rule(entry)), entry=True)
        row.values[column] = tuple(entry for entry in row.values[column] if entry not in refused)

    def record_refusal(self, row: StagedRow, reason: Reason, violation: Violation, *, entry: bool = False) -> None:
        """Records the refusal of a row or, with `entry`, of a single value of a row that is loaded without it."""
        value = format_value(violation.value)
        place = self.spec.name, self.file, row.line
        shown = next((text for name in SHOWN if (text := row.get(name))), "") if violation.earlier else ""
        self._refusals.append(Refusal(*place, violation.field, value, violation.rule, reason, entry, violation.earlier, shown))

    def record_warning(self, row: StagedRow, violation: Violation) -> None:
        """Records a warning about a row that is loaded."""
        value = format_value(violation.value)
        self._warnings.append(RowWarning(self.spec.name, self.file, row.line, violation.field, value, violation.rule))

    def _apply_rules(self) -> None:
        if self._rules:
            rules, self._rules = self._rules, []
            self._rows = stored_staged_rows(row for row in self._rows if _is_accepted(row, rules))

    def has(self, column: str) -> bool:
        """Returns whether the file has the column."""
        return column in self.columns

    def key(self, row: StagedRow) -> tuple[Any, ...]:
        """Returns the key values that identify the row within its table."""
        return tuple(row.get(name) for name in self.spec.key)


def _is_accepted(row: StagedRow, rules: Iterable[Callable[[StagedRow], bool]]) -> bool:
    for rule in rules:  # noqa: SIM110 - faster than all(), which counts with millions of rows
        if not rule(row):
            return False
    return True


def stored_staged_rows(rows: Iterable[StagedRow] = ()) -> StoredRows[StagedRow]:
    """A sequence of these rows that needs little memory."""
    return StoredRows(lambda row: (row.line, row.values, row.blank, row.absent, row.existing), lambda values: StagedRow(*values), rows)


def format_value(value: Any) -> str:
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


def stage_table(source: SourceFile, spec: TableSpec) -> StagedTable:
    """Parses the cells of a file and refuses rows with an invalid value.

    Raises InvalidInput if the file has an unknown column or lacks a required key column.
    """
    _check_columns(source, spec)
    table = StagedTable(spec, source.name, source.columns)
    columns, rows = [spec.column(name) for name in source.columns], stored_staged_rows()
    for source_row in source.rows:
        row = StagedRow(source_row.line, {}, None, source_row.absent)
        if source_row.cells is None:
            violations = [Violation("", None, source.faults.get((row.line, ""), WRONG_CELLS))]
        else:
            violations = _parse_cells(columns, source_row.cells, row, source.faults)
        if not violations:
            rows.append(row)
            table.has_absent = table.has_absent or bool(row.absent)
        for violation in violations:
            table.record_refusal(row, Reason.BAD_VALUE, violation)
    table.rows = rows
    return table


def _check_columns(source: SourceFile, spec: TableSpec) -> None:
    names = [column.name for column in spec.columns]
    for name in source.columns:
        if name not in names:
            hint = " Separate the cells with commas." if ";" in name or "\t" in name else ""
            raise InvalidInput(f"{source.name} has an unknown column {name!r}. The columns of this table are {', '.join(names)}.{hint}")
    for name in spec.key:
        if name not in source.columns and spec.column(name).required:
            raise InvalidInput(f"{source.name} has no column {name!r}, which identifies its rows. Add this column.")


def _parse_cells(
    columns: Iterable[ColumnSpec], cells: Iterable[str], row: StagedRow, faults: Mapping[tuple[int, str], str]
) -> list[Violation]:
    """Parses the cells of a row; returns all of its violations, so that a person can correct them at once."""
    values, violations, blank = row.values, list[Violation](), list[str]()
    for column, cell in zip(columns, cells, strict=True):
        text = cell.strip()
        if text:
            try:
                values[column.name] = column.cell_type.parse(text)
            except InvalidInput:
                violations.append(_describe(column, text, faults.get((row.line, column.name))))
        elif column.required and column.name not in row.absent:
            violations.append(Violation(column.name, "", REQUIRED))
        else:
            values[column.name] = column.empty_value
            blank.append(column.name)
    row.blank = blank or None
    return violations


def _describe(column: ColumnSpec, text: str, fault: str | None) -> Violation:
    """A violation by a text. Long texts are shortened; for a control character, the value says where it is."""
    if control := CONTROL.search(text):
        value = f"{text[: control.start()][-40:]}… (U+{ord(control[0]):04X} at position {control.start() + 1})"
        return Violation(column.name, value, NO_CONTROL)
    value = text if len(text) <= MAX_SHORT_TEXT else f"{text[:80]}… ({len(text):,} characters)"
    return Violation(column.name, value, fault or column.cell_type.rule)
