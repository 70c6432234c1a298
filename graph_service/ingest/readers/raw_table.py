"""Output of the readers: tables of text as in the file, and notices about how they were read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from graph_service.ingest.stored_rows import StoredRows

MAX_COLUMNS = 1_000
MAX_CELL_SIZE = 10_000_000  # characters


class NoticeKind(StrEnum):
    """What a notice means for the import."""

    NOTE = "note"  # how something was read
    LEFT_OUT = "left out"  # something that is not a table, or a column that no property takes
    FAULT = "fault"  # something that should have been read and could not be
    QUESTION = "question"  # nothing is written until it is answered


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence about a file. `sheet`, `cell` (such as C7, or a line) and `value` are empty where the notice concerns the whole file."""

    kind: NoticeKind
    text: str
    file: str
    sheet: str = ""
    cell: str = ""
    value: str = ""

    @property
    def place(self) -> str:
        """File, sheet and cell in one phrase."""
        return ", ".join(filter(None, (self.file, self.sheet and f"sheet {self.sheet}", self.cell)))


class RawRow(NamedTuple):
    """A row as text with its line, counted from 1. `fault` says why it could not be read; `cells` is then empty."""

    line: int
    cells: Sequence[str]
    fault: str = ""


@dataclass(slots=True)
class RawTable:
    """The rows of a CSV or JSON file, or of a sheet of a workbook, without a search for headers.

    `has_header` says that the first row holds the column names, as in JSON. `is_grid` says that rows are rows of a sheet, in which a cell
    has a name such as C7. `is_documents` says that its rows are documents; `origins` gives the file and line of rows of several files.
    """

    file: str
    sheet: str
    rows: Sequence[RawRow]
    has_header: bool = False
    is_grid: bool = False
    notices: list[Notice] = field(default_factory=list[Notice])
    is_documents: bool = False
    origins: dict[int, tuple[str, int]] = field(default_factory=dict[int, tuple[str, int]])


def stored_raw_rows(rows: Iterable[RawRow] = ()) -> StoredRows[RawRow]:
    """A sequence of these rows that needs little memory."""
    return StoredRows(tuple, RawRow._make, rows)


def is_blank(cells: Sequence[str]) -> bool:
    """Whether every cell is empty or white space."""
    return not any(cells) or not any(cell.strip() for cell in cells)


def column_letters(index: int) -> str:
    """The name of a column of a sheet: A for 0, AA for 26."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
