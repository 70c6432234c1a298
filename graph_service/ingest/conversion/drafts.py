"""Rows on their way to the import tables: cells as text, in the columns of an import table, with the place that they come from."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from graph_service.ingest.readers.raw_table import Notice, NoticeKind
from graph_service.ingest.source_files import SourceFile, SourceRow, stored_source_rows
from graph_service.ingest.stored_rows import StoredRows
from graph_service.ingest.values.days import DayOrder

CREATABLE = ("people", "departments", "projects", "topics")
SHOWN = 20  # names in a notice


@dataclass(frozen=True, slots=True)
class Choices:
    """The answers to what a file leaves open.

    order, missing_day_first: see ValueChoices. since: the first day of memberships that have none. create: the kinds of which unknown names
    are created. accept: all proposals are accepted. source: the name of the mapping, which begins the ids of numbered rows.
    """

    order: DayOrder | None = None
    missing_day_first: bool = False
    since: date | None = None
    create: frozenset[str] = frozenset()
    accept: bool = False
    source: str = ""


@dataclass(slots=True)
class Draft:
    """Rows for one import table from one place. `headers` maps a column to its name in the file; `faults` a line and column to what is wrong.

    `is_exact`: the file has the column names of the import table, so that unknown names are created only on request. `origins` gives the
    file and line of rows that come from several files. `made_from` lists the columns that ids were made of, if any were.
    """

    kind: str
    file: str
    sheet: str
    columns: list[str]
    rows: StoredRows[SourceRow]
    is_exact: bool
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    faults: dict[tuple[int, str], str] = field(default_factory=dict[tuple[int, str], str])
    notices: list[Notice] = field(default_factory=list[Notice])
    origins: Mapping[int, tuple[str, int]] = field(default_factory=dict[int, tuple[str, int]])
    made_from: Sequence[str] = ()

    @classmethod
    def of_source(cls, source: SourceFile) -> "Draft":
        """The draft of a file that has the column names of an import table. Its rows are replaced, never changed."""
        return cls(source.table, source.name, "", list(source.columns), source.rows, is_exact=True)

    def position(self, column: str) -> int | None:
        """The position of a column in the rows; None if the draft lacks it."""
        return self.columns.index(column) if column in self.columns else None

    def cells(self, column: str) -> Iterator[str]:
        """The cells of a column, those of rows that could not be read left out."""
        position = self.columns.index(column)
        return (row.cells[position] for row in self.rows if row.cells is not None)

    def replace(self, column: str, convert: Callable[[SourceRow, str], str]) -> None:
        """Replaces the cells of a column."""
        position = self.columns.index(column)

        def converted(row: SourceRow) -> SourceRow:
            if row.cells is None:
                return row
            old = row.cells[position]
            new = convert(row, old)
            return row if new == old else SourceRow(row.line, [*row.cells[:position], new, *row.cells[position + 1 :]])

        self.rows = stored_source_rows(map(converted, self.rows))

    def add_column(self, column: str, value: Callable[[Mapping[str, str]], str]) -> None:
        """Adds a column that is made of the others, in each row."""
        self.rows = stored_source_rows(
            row if row.cells is None else SourceRow(row.line, [*row.cells, value(dict(zip(self.columns, row.cells, strict=True)))])
            for row in self.rows
        )
        self.columns.append(column)

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """The line and the cells by column of each row that could be read."""
        for row in self.rows:
            if row.cells is not None:
                yield row.line, dict(zip(self.columns, row.cells, strict=True))

    def note(self, kind: NoticeKind, text: str, column: str = "", value: str = "") -> None:
        """Adds a notice about a column or about the whole table."""
        cell = f"column {self.headers.get(column, column)}" if column else ""
        self.notices.append(Notice(kind, text, self.file, self.sheet, cell, value[:200]))


def list_first(names: Sequence[str]) -> str:
    """The first names for a notice, and how many others there are."""
    others = f" and {len(names) - SHOWN:,} others" if len(names) > SHOWN else ""
    return f"{', '.join(names[:SHOWN])}{others}"
