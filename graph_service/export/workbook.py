"""Writes tables as sheets of one workbook. Days and numbers are typed; all other cells are text, so that none is run as a formula."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, cast

from xlsxwriter import Workbook

from graph_service.errors import InvalidInput
from graph_service.export.tables import Row
from graph_service.ingest.cell_types import LIST_SEPARATOR

MAX_TEXT: Final = 32_767  # characters of a cell
MAX_ROWS: Final = 1_048_576  # of a sheet, with its header
EXACT_DIGITS: Final = 15  # of a number in a spreadsheet
FIRST_DATE: Final = date(1900, 3, 1)  # spreadsheets count earlier days differently
DAY_FORMAT: Final = "yyyy-mm-dd"
OPTIONS: Final = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class WorkbookWriter:
    """A writer with one sheet per table."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self._workbook: Any = Workbook(str(path), OPTIONS)  # its methods have no type hints
        self._day = self._workbook.add_format({"num_format": DAY_FORMAT})
        self._bold = self._workbook.add_format({"bold": True})
        self._sheet: Any = None
        self._table, self._columns, self._line = "", tuple[str, ...](), 0

    def start(self, name: str, columns: Sequence[str]) -> None:
        """Begins a sheet."""
        self._sheet = self._workbook.add_worksheet(name)
        self._table, self._columns, self._line = name, tuple(columns), 1
        self._sheet.freeze_panes(1, 0)
        for index, column in enumerate(columns):
            self._sheet.write_string(0, index, column, self._bold)

    def write(self, rows: Iterable[Row]) -> None:
        """Adds rows to the current sheet. Raises InvalidInput if a text or the number of rows is more than a workbook can hold."""
        for row in rows:
            if self._line >= MAX_ROWS:
                raise InvalidInput(f"{self._table} has more than {MAX_ROWS - 1:,} rows, which no sheet can hold. Export as csv or jsonl.")
            for index, value in enumerate(row):
                self._write_cell(index, value)
            self._line += 1

    def _write_cell(self, index: int, value: Any) -> None:
        match value:
            case None:
                pass
            case bool():
                self._sheet.write_boolean(self._line, index, value)
            case int() | float():
                self._sheet.write_number(self._line, index, value)
            case list():
                self._write_text(index, LIST_SEPARATOR.join(cast("list[str]", value)))
            case _:
                self._write_text(index, value)

    def _write_text(self, index: int, text: str) -> None:
        if len(text) > MAX_TEXT:
            raise InvalidInput(
                f"{self._table}, row {self._line + 1}: {self._columns[index]} has {len(text):,} characters, and a cell of a workbook holds "
                f"{MAX_TEXT:,}. Export as csv or jsonl."
            )
        if self._columns[index].endswith(("On", "from", "to")) and (day := _day(text)) is not None:
            self._sheet.write_datetime(self._line, index, day, self._day)
        elif self._columns[index] == "costAvoided" and len(text) <= EXACT_DIGITS:
            self._sheet.write_number(self._line, index, float(text))
        elif text:
            self._sheet.write_string(self._line, index, text)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._workbook.close()


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= FIRST_DATE and day.isoformat() == text else None
