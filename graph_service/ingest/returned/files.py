"""Writes a file again with columns added at the right. Workbooks (.xlsx, .xlsm) keep their sheets, formats and formulas."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from graph_service.errors import InvalidInput
from graph_service.formula_guard import guard
from graph_service.ingest.matching.vocabulary import RETURNED_COLUMNS, RETURNED_LATER
from graph_service.ingest.readers import RawTable, read_file
from graph_service.ingest.readers.delimited import find_delimiter
from graph_service.ingest.readers.encodings import decode
from graph_service.ingest.returned.lesson_reuses import LessonReuses
from graph_service.ingest.returned.rows import ReturnedTable

KEPT = (".xlsx", ".xlsm")
DELIMITED = (".csv", ".tsv", ".tab", ".txt")
MAX_WORKBOOK = 10_000_000  # bytes: openpyxl needs about fifty times as much memory

Cells = list[str]


def return_file(name: str, data: bytes, tables: Sequence[ReturnedTable], reuses: Mapping[str, LessonReuses]) -> tuple[str, bytes]:
    """The name and content of the file with the added columns. Raises InvalidInput if the file is too large.

    Workbooks of other kinds and JSON come back as .xlsx with their values as text.
    """
    if len(data) > MAX_WORKBOOK:
        raise InvalidInput(f"{name} is larger than {MAX_WORKBOOK // 1_000_000} MB. Such a file is not written again.")
    path = Path(name)
    if path.suffix.lower() in DELIMITED:
        return name, _delimited(name, data, tables, reuses)
    if path.suffix.lower() in KEPT:
        return name, _workbook(data, tables, reuses, has_macros=path.suffix.lower() == ".xlsm")
    return f"{path.stem}.xlsx", _new_workbook(read_file(name, data), tables, reuses)


def _has_reuses(table: ReturnedTable, reuses: Mapping[str, LessonReuses]) -> bool:
    return any(row[0] in reuses for row in table.rows.values())


def _added(table: ReturnedTable, reuses: Mapping[str, LessonReuses], line: int, *, has_reuses: bool) -> Cells:
    """The cells to add to a line: headers, the results of a row, or none."""
    if line == table.header_line:
        return [*RETURNED_COLUMNS, *(RETURNED_LATER if has_reuses else ())]
    if line not in table.rows:
        return []
    row = table.rows[line]
    reused = reuses.get(row[0])
    return [*row, *((reused.reused_by, reused.outcomes, reused.hours) if reused else ("", "", "") if has_reuses else ())]


def _delimited(name: str, data: bytes, tables: Sequence[ReturnedTable], reuses: Mapping[str, LessonReuses]) -> bytes:
    text = decode(data).text
    lines = text.split("\n")
    has_separator_line = lines[0].lower().startswith("sep=")
    delimiter = lines[0].rstrip("\r")[4:] if has_separator_line else find_delimiter(text)
    (raw,) = read_file(name, data)
    output = io.StringIO()
    if has_separator_line:
        output.write(lines[0].rstrip("\r") + "\r\n")
    writer = csv.writer(output, delimiter=delimiter or ",")
    for _, (cells, added) in _lines(raw, tables, reuses, lines):
        writer.writerow([*cells, *map(guard, added)])
    return output.getvalue().encode("utf-8-sig", "surrogatepass")


def _lines(
    raw: RawTable, tables: Sequence[ReturnedTable], reuses: Mapping[str, LessonReuses], lines: Sequence[str] = ()
) -> list[tuple[int, tuple[Cells, Cells]]]:
    """The lines of a table with their own and the added cells. Added columns of an earlier time are replaced."""
    table = next((table for table in tables if table.sheet == raw.sheet), None)
    header = next((list(row.cells) for row in raw.rows if table and row.line == table.header_line), list[str]())
    width = _own_width(header) if header else 0
    has_reuses = table is not None and _has_reuses(table, reuses)
    found: list[tuple[int, tuple[Cells, Cells]]] = []
    for row in raw.rows:
        cells = list(row.cells) or ([lines[row.line - 1].rstrip("\r")] if row.line <= len(lines) else [])
        added = _added(table, reuses, row.line, has_reuses=has_reuses) if table else []
        if added and width:
            cells = cells if row.fault else (cells + [""] * width)[:width]
        found.append((row.line, (cells, added)))
    return found


def _own_width(header: Sequence[str]) -> int:
    """The number of columns before those that were added."""
    known = {*RETURNED_COLUMNS, *RETURNED_LATER}
    return next((index for index, cell in enumerate(header) if cell.strip() in known), len(header))


def _workbook(data: bytes, tables: Sequence[ReturnedTable], reuses: Mapping[str, LessonReuses], *, has_macros: bool) -> bytes:
    from openpyxl import load_workbook

    try:
        book: Any = load_workbook(io.BytesIO(data), keep_vba=has_macros)
    except Exception as error:  # openpyxl raises many kinds for workbooks that other programs read
        raise InvalidInput(
            f"The workbook cannot be written again: {error}. Save it again in a spreadsheet program and import it."
        ) from error
    for table in tables:
        if table.sheet in book.sheetnames:
            _add_columns(book[table.sheet], table, reuses)
    return _save(book)


def _add_columns(sheet: Any, table: ReturnedTable, reuses: Mapping[str, LessonReuses]) -> None:
    header = ["" if cell.value is None else str(cell.value) for cell in sheet[table.header_line]]
    while header and not header[-1].strip():
        header.pop()
    first = _own_width(header) + 1
    for column in range(first, len(header) + 1):
        for row in range(table.header_line, sheet.max_row + 1):
            sheet.cell(row, column).value = None
    has_reuses = _has_reuses(table, reuses)
    for line in (table.header_line, *table.rows):
        for offset, text in enumerate(_added(table, reuses, line, has_reuses=has_reuses)):
            if text:
                _set_text(sheet.cell(line, first + offset), text)


def _new_workbook(raw: Sequence[RawTable], tables: Sequence[ReturnedTable], reuses: Mapping[str, LessonReuses]) -> bytes:
    from openpyxl import Workbook

    book: Any = Workbook()
    book.remove(book.active)
    for table in raw:
        sheet = book.create_sheet(table.sheet[:31] or "Sheet1")
        for line, (cells, added) in _lines(table, tables, reuses):
            for column, text in enumerate([*cells, *added], 1):
                if text:
                    _set_text(sheet.cell(line, column), text)
    return _save(book)


def _set_text(cell: Any, text: str) -> None:
    """Sets a text that stays text, also one that begins like a formula."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:32_000]
    cell.data_type = "s"


def _save(book: Any) -> bytes:
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()
