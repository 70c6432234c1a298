"""Writes tables as sheets of one workbook. Days and numbers are typed; all other cells are text, so that none is run as a formula."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self, cast
from zipfile import ZIP_DEFLATED, ZipFile

from graph_service.errors import InvalidInput
from graph_service.export.spreadsheet_xml import (
    BOLD_STYLE,
    SHEET_END,
    SHEET_START,
    boolean_cell,
    day_cell,
    number_cell,
    text_cell,
    workbook_parts,
)
from graph_service.export.tables import Row
from graph_service.ingest.cell_types import LIST_SEPARATOR
from graph_service.ingest.readers.raw_table import column_letters

MAX_TEXT: Final = 32_767  # characters of a cell, of which those beyond U+FFFF count twice
MAX_ROWS: Final = 1_048_576  # of a sheet, with its header
EXACT_DIGITS: Final = 15  # of a number in a spreadsheet
FIRST_DATE: Final = date(1900, 3, 1)  # spreadsheets count earlier days differently
COMPRESSION: Final = 1  # 6 takes three times as long


class WorkbookWriter:
    """A writer with one sheet per table."""

    def __init__(self, path: Path) -> None:
        self._package = ZipFile(path, "w", ZIP_DEFLATED, compresslevel=COMPRESSION)
        self._sheets: list[str] = []
        self._sheet: IO[bytes] | None = None
        self._columns, self._names, self._line = tuple[str, ...](), tuple[str, ...](), 1

    def start(self, name: str, columns: Sequence[str]) -> None:
        """Begins a sheet."""
        self._end_sheet()
        self._sheets.append(name)
        self._sheet = self._package.open(f"xl/worksheets/sheet{len(self._sheets)}.xml", "w", force_zip64=True)
        self._columns, self._line = tuple(columns), 1
        self._names = tuple(column_letters(index) for index in range(len(columns)))
        header = "".join(text_cell(name, 1, column, BOLD_STYLE) for name, column in zip(self._names, columns, strict=True))
        self._add(f'{SHEET_START}<row r="1">{header}</row>')

    def write(self, rows: Iterable[Row]) -> None:
        """Adds rows to the current sheet. Raises InvalidInput if a text or the number of rows is more than a workbook can hold."""
        self._add("".join(map(self._row, rows)))

    def _row(self, row: Row) -> str:
        if self._line >= MAX_ROWS:
            raise InvalidInput(f"{self._sheets[-1]} has more than {MAX_ROWS - 1:,} rows, which no sheet can hold. Export as csv or jsonl.")
        self._line += 1
        return f'<row r="{self._line}">{"".join([self._cell(index, value) for index, value in enumerate(row) if value is not None])}</row>'

    def _cell(self, index: int, value: Any) -> str:
        match value:
            case str():
                return self._text(index, value)
            case bool():
                return boolean_cell(self._names[index], self._line, value)
            case list():
                return self._text(index, LIST_SEPARATOR.join(cast("list[str]", value)))
            case _:
                return number_cell(self._names[index], self._line, value)

    def _text(self, index: int, text: str) -> str:
        column, name, line = self._columns[index], self._names[index], self._line
        if len(text) > MAX_TEXT // 2 and (size := len(text.encode("utf-16-le")) // 2) > MAX_TEXT:
            raise InvalidInput(
                f"{self._sheets[-1]}, row {line}: {column} has {size:,} characters, and a cell of a workbook holds {MAX_TEXT:,}. "
                "Export as csv or jsonl."
            )
        if column.endswith(("On", "from", "to")) and (day := _day(text)) is not None:
            return day_cell(name, line, day)
        if column == "costAvoided" and len(text) <= EXACT_DIGITS:
            return number_cell(name, line, float(text))
        return text_cell(name, line, text) if text else ""

    def _add(self, xml: str) -> None:
        if self._sheet is not None:
            self._sheet.write(xml.encode())

    def _end_sheet(self) -> None:
        if self._sheet is not None:
            self._add(SHEET_END)
            self._sheet.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._end_sheet()
        for name, xml in workbook_parts(self._sheets).items():
            self._package.writestr(name, xml)
        self._package.close()


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= FIRST_DATE and day.isoformat() == text else None
