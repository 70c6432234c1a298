"""Import report: the number of rows loaded per table, and the refusals."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from graph_service.errors import InvalidInput

LIST_COLUMNS = ("file", "line", "field", "value", "rule")
REFUSED_FILE = "refused.csv"
WARNINGS_FILE = "warnings.csv"


class Reason(StrEnum):
    """Reason for a refusal, in the order of the checks. A row is reported under the first reason that applies."""

    BAD_VALUE = "bad value"
    UNKNOWN_ID = "unknown id"
    BROKEN_RULE = "broken rule"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that is not loaded or, with `entry`, a single value of a row that is loaded without it.

    `line` is the first line of the row, counted from 1. `earlier` is that of the row with the same key, if this is the rule; then `shown` is
    the title or name of the row.
    """

    table: str
    file: str
    line: int
    field: str
    value: str
    rule: str
    reason: Reason
    entry: bool = False
    earlier: int | None = None
    shown: str = ""


@dataclass(frozen=True, slots=True)
class RowWarning:
    """A loaded row with an unlikely value, or with a value that was changed to comply with a rule. `value` is the value in the file."""

    table: str
    file: str
    line: int
    field: str
    value: str
    rule: str


@dataclass(frozen=True, slots=True)
class TableReport:
    """Row counts of one table: new, changed, unchanged and refused. `entries` counts refused values of loaded rows.

    A row may have several refusals, one for each invalid value: `reasons` counts rows by their first reason, `rules` counts the refusals
    by their rule, and `warned` the warnings.
    """

    table: str
    file: str
    new: int
    changed: int
    unchanged: int
    refused: int
    entries: int
    reasons: dict[Reason, int]
    rules: dict[str, int]
    warned: dict[str, int]

    @property
    def loaded(self) -> int:
        """The number of new and changed rows."""
        return self.new + self.changed


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A value of an existing node that changes. `old` or `new` is "" where there is none; ids of relationships are separated by |."""

    table: str
    id: str
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Report:
    """Report of a whole import: tables in load order; refusals and warnings by table in the same order, then by line.

    `written` is False if nothing was loaded: after a dry run, or after a strict import with refusals. `changes` are the first values of
    existing nodes that change. `is_new` says of each row that is new or changes something whether it is new, by table and line. `number`
    is that of the import in the log, None if nothing was written; `is_undoable` says whether it can be undone (see undo/).
    """

    tables: tuple[TableReport, ...]
    refusals: tuple[Refusal, ...]
    warnings: tuple[RowWarning, ...]
    written: bool
    changes: tuple[ValueChange, ...] = ()
    is_new: Callable[[str, int], bool | None] = lambda _table, _line: None
    number: int | None = None
    is_undoable: bool = False

    def table(self, name: str) -> TableReport:
        """Returns the report of one table. Raises KeyError if the folder has no such table."""
        for table in self.tables:
            if table.table == name:
                return table
        raise KeyError(name)


def report_table(
    table: str, file: str, loaded: tuple[int, int], accepted: int, refusals: Iterable[Refusal], warnings: Iterable[RowWarning]
) -> TableReport:
    """Builds the report of one table; the most frequent reasons and rules first.

    `loaded` is the numbers of new and of changed rows; `accepted` is the number of rows that are not refused.
    """
    all_refusals = list(refusals)
    refused_rows = [refusal for refusal in all_refusals if not refusal.entry]
    by_line = {refusal.line: refusal for refusal in reversed(refused_rows)}
    reasons = dict(Counter(refusal.reason for refusal in by_line.values()).most_common())
    rules = dict(Counter(refusal.rule for refusal in all_refusals).most_common())
    warned = dict(Counter(warning.rule for warning in warnings).most_common())
    # A row may be both loaded and refused: it was loaded in one round and breaks a rule in a later one, because the graph was changed by
    # others.
    unchanged = max(0, accepted - sum(loaded))
    return TableReport(table, file, *loaded, unchanged, len(by_line), len(all_refusals) - len(refused_rows), reasons, rules, warned)


def write_refusals(refusals: Iterable[Refusal | RowWarning], path: Path, option: str = "--refused") -> None:
    """Writes refusals or warnings to a CSV file, in the given order. Raises InvalidInput if the file cannot be written."""
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(LIST_COLUMNS)
            writer.writerows((r.file, r.line, r.field, r.value, r.rule) for r in refusals)
    except OSError as error:
        kind = "refused rows" if option == "--refused" else "warnings"
        raise InvalidInput(f"The {kind} cannot be written to {path}: {error.strerror}. Choose another file with {option}.") from error


def remove_list(path: Path) -> None:
    """Removes the list of refused rows or warnings of an earlier import, which would be mistaken for that of this one; leaves other files alone."""
    with suppress(OSError, UnicodeDecodeError):
        with path.open(encoding="utf-8") as file:
            head = file.readline().strip()
        if head == ",".join(LIST_COLUMNS):
            path.unlink()
