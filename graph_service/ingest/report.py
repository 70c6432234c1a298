"""What an import did and what it refused."""

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from graph_service.errors import InvalidInput

REFUSED_FILE = "refused.csv"


class Reason(StrEnum):
    """Why something was refused, in the order in which it is looked for: a row counts under the first that holds."""

    BAD_VALUE = "bad value"
    UNKNOWN_ID = "unknown id"
    BROKEN_RULE = "broken rule"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One row, or with `entry` one entry of a list in a row that stays, that is not loaded. `line` is where the row begins, from 1."""

    table: str
    file: str
    line: int
    field: str
    value: str
    rule: str
    reason: Reason
    entry: bool = False


@dataclass(frozen=True, slots=True)
class TableReport:
    """One table: rows new in the graph, changed in it, there already, and refused; `entries` are the refused entries of lists."""

    table: str
    file: str
    new: int
    changed: int
    unchanged: int
    refused: int
    entries: int
    reasons: dict[Reason, int]
    rules: dict[str, int]

    @property
    def loaded(self) -> int:
        """Rows that were new or changed."""
        return self.new + self.changed


@dataclass(frozen=True, slots=True)
class Report:
    """A whole import: tables in the order in which they are loaded, refusals in theirs and by line.

    `written` is False for a dry run, and for a strict one that refused something: then nothing was loaded.
    """

    tables: tuple[TableReport, ...]
    refusals: tuple[Refusal, ...]
    written: bool

    def table(self, name: str) -> TableReport:
        """The report of one table; KeyError when the folder has none of that name."""
        for table in self.tables:
            if table.table == name:
                return table
        raise KeyError(name)


def report_table(table: str, file: str, counts: tuple[int, int, int], refusals: Iterable[Refusal]) -> TableReport:
    """One table's figures, from its rows new, changed and unchanged and from what was refused of it; the commonest reasons first."""
    refusals = list(refusals)
    rows = [refusal for refusal in refusals if not refusal.entry]
    reasons = dict(Counter(refusal.reason for refusal in rows).most_common())
    rules = dict(Counter(refusal.rule for refusal in refusals).most_common())
    return TableReport(table, file, *counts, len(rows), len(refusals) - len(rows), reasons, rules)


def write_refusals(refusals: Iterable[Refusal], path: Path) -> None:
    """The refused rows as a table, in the order of the files and their lines. InvalidInput when the file cannot be written."""
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("file", "line", "field", "value", "rule"))
            writer.writerows((r.file, r.line, r.field, r.value, r.rule) for r in refusals)
    except OSError as error:
        raise InvalidInput(f"The refused rows cannot be written to {path}: {error.strerror}. Name another file with --refused.") from error
