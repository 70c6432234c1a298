"""Reads the sheets of .xlsx, .xlsm, .xls and .ods workbooks as text. Formulas are not evaluated: their stored values are read."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import PurePosixPath
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from graph_service.errors import InvalidInput
from graph_service.ingest.readers.raw_table import (
    MAX_CELL_SIZE,
    Notice,
    NoticeKind,
    RawRow,
    RawTable,
    column_letters,
    is_blank,
    stored_raw_rows,
)
from graph_service.ingest.readers.workbook_errors import errors_in_ods, errors_in_xls

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODS_CONTENT = "content.xml"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MAX_UNPACKED = 300_000_000  # bytes; a workbook is read as a whole, which takes about twice the memory
MAX_RATIO = 250  # unpacked to packed size of a workbook that is large
LARGE = 100_000_000  # bytes
MAX_ENTRIES = 10_000
MAX_GRID = 20_000_000  # cells between the first and the last one of a sheet
CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
ERROR = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^<>]* t="e"')
CHUNK = 4_000_000  # bytes
OVERLAP = 100  # bytes, more than the tag of a cell has


def is_workbook(data: bytes) -> bool:
    """Whether the file begins like a workbook, whatever its name."""
    return data.startswith((ZIP_MAGIC, OLE_MAGIC))


def read_workbook(name: str, data: bytes) -> list[RawTable]:
    """Reads each sheet that is not empty, hidden ones included. Raises InvalidInput if the file cannot be read or is too large when unpacked."""
    errors = _check(name, data)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        tables = [table for sheet in workbook.sheet_names if (table := _read_sheet(name, sheet, workbook.get_sheet_by_name(sheet))).rows]
    except PasswordError as error:
        raise InvalidInput(f"{name} is protected with a password. Save it without one.") from error
    except (CalamineError, OSError, ValueError) as error:
        raise InvalidInput(f"{name} is not a workbook that can be read: {error}. Save it again as .xlsx, or as CSV.") from error
    if errors and tables:
        text = f"cells with an error, such as #REF! or #N/A, are read as empty; the first one is {', '.join(errors)}"
        tables[0].notices.append(Notice(NoticeKind.NOTE, text, name))
    return tables


def _check(name: str, data: bytes) -> list[str]:
    """The first cell with an error in each sheet. Raises InvalidInput if the file should not be read."""
    if data.startswith(OLE_MAGIC):
        if ENCRYPTED in data:
            raise InvalidInput(f"{name} is protected with a password. Save it without one.")
        return errors_in_xls(data)
    if not data.startswith(ZIP_MAGIC):
        raise InvalidInput(f"{name} is named like a workbook, but is not one. Open it in the program that made it and save it as .xlsx.")
    try:
        return _check_size(name, data)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError) as error:
        raise InvalidInput(f"{name} is damaged: {error}. Save it again as .xlsx.") from error


def _check_size(name: str, data: bytes) -> list[str]:
    """Refuses archives that unpack to very much, before anything is unpacked in full, and sheets with a cell far away from the others.

    Returns the first cell with an error in each sheet.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or (unpacked > LARGE and unpacked > MAX_RATIO * len(data)):
            raise InvalidInput(
                f"{name} unpacks from {len(data):,} to {unpacked:,} bytes in {len(entries):,} parts, which is too large to read. Save the sheet "
                "that you need as CSV, of which up to 2 GB are read."
            )
        errors: list[str] = []
        if ODS_CONTENT in archive.namelist():
            with archive.open(ODS_CONTENT) as content:
                errors = errors_in_ods(content)
        for entry in entries:
            if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
                rows, columns, error = _scan(archive, entry)
                if error:
                    errors.append(f"{error} in {PurePosixPath(entry.filename).stem}")
                if rows * columns > MAX_GRID:
                    last = f"{column_letters(columns - 1)}{rows}"
                    raise InvalidInput(
                        f"{name}, {entry.filename.rpartition('/')[2]}: the last cell is {last}, which makes {rows * columns:,} cells. Delete "
                        "the rows and columns behind the table and save the workbook again."
                    )
        return errors


def _scan(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> tuple[int, int, str]:
    """The last row and the last column that hold a cell, and the first cell that holds an error."""
    rows, columns, error = 0, 0, ""
    with archive.open(entry) as part:
        tail = b""
        while chunk := part.read(CHUNK):
            text = tail + chunk
            for letters, number in CELL.findall(text):
                rows, columns = max(rows, int(number)), max(columns, _column_number(letters))
            if not error and (found := ERROR.search(text)):
                error = found[1].decode()
            tail = text[-OVERLAP:]
    return rows, columns, error


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _read_sheet(name: str, sheet_name: str, sheet: CalamineSheet) -> RawTable:
    before = [""] * (sheet.start[1] if sheet.start else 0)  # rows begin at the first column that is used
    rows = _fill_merged(([*before, *map(_text, row)] for row in sheet.iter_rows()), sheet)
    found = (RawRow(line, cells, _too_long(cells)) for line, cells in enumerate(rows, 1) if not is_blank(cells))
    return RawTable(name, sheet_name, stored_raw_rows(found), is_grid=True)


def _too_long(cells: list[str]) -> str:
    for index, cell in enumerate(cells):
        if len(cell) > MAX_CELL_SIZE:
            return f"the cell in column {column_letters(index)} has {len(cell):,} characters; at most {MAX_CELL_SIZE:,} are read"
    return ""


def _fill_merged(rows: Iterable[list[str]], sheet: CalamineSheet) -> Iterator[list[str]]:
    """Repeats the value of cells that are merged downwards in each of their rows."""
    begins: dict[int, list[tuple[int, int]]] = {}  # by first row: the column and the last row
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        if bottom > top:
            begins.setdefault(top, []).append((left, bottom))
    merged: dict[int, tuple[int, str]] = {}  # by column: the last row and the value
    for number, cells in enumerate(rows):
        for left, (bottom, value) in list(merged.items()):
            if number > bottom:
                del merged[left]
            elif left < len(cells):
                cells[left] = value
        merged.update({left: (bottom, cells[left]) for left, bottom in begins.get(number, ()) if left < len(cells)})
        yield cells


def _text(value: Any) -> str:
    """The value as it would be written in a CSV file: days and times as ISO 8601, whole numbers without decimals."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case _:
            return "" if value is None else repr(value)
