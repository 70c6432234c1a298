"""Finds the first cell with an error, such as #REF!, in each sheet of an .ods or .xls workbook: python-calamine reads it as empty."""

import re
import struct
from collections.abc import Iterator
from typing import IO

from graph_service.ingest.readers.raw_table import column_letters

CHUNK = 4_000_000  # bytes
OVERLAP = 2_000  # bytes, more than the tags of a cell have
# LibreOffice marks the cell, and writes the error as its text.
ODS = re.compile(rb'<table:table [^>]*?table:name="([^"]*)"|calcext:value-type="error"[^>]*>(?:<text:p>([^<]{1,40})</text:p>)?')
SECTOR_SIZE_AT, DIRECTORY_AT, TABLE_AT, TABLE_ENTRIES = 30, 48, 76, 109
DIRECTORY_ENTRY = 128  # bytes
END_OF_CHAIN = 0xFFFFFFFA  # and above
SMALLEST_STREAM = 4_096  # bytes; smaller ones are kept elsewhere, and no spreadsheet program writes a workbook as small
FORMULA, BOUND_SHEET, BOOLEAN_OR_ERROR = 0x0006, 0x0085, 0x0205


def errors_in_ods(content: IO[bytes]) -> list[str]:
    """ "#REF! in Lessons" for each sheet with an error. content: the part content.xml."""
    found: dict[str, str] = {}
    sheet, tail = "", b""
    while chunk := content.read(CHUNK):
        text = tail + chunk
        for name, error in ODS.findall(text):
            if name:
                sheet = name.decode(errors="replace")
            else:
                found.setdefault(sheet, f"{error.decode(errors='replace') or 'one'} in {sheet}")
        tail = text[-OVERLAP:]
    return list(found.values())


def errors_in_xls(data: bytes) -> list[str]:
    """ "B7 in Lessons" for each sheet with an error. A file that is damaged has none: reading it says so."""
    try:
        return list(_errors_by_sheet(_workbook_stream(data)).values())
    except (struct.error, IndexError):
        return []


def _errors_by_sheet(stream: bytes) -> dict[str, str]:
    names: dict[int, str] = {}  # by where the sheet begins
    found: dict[str, str] = {}
    sheet = ""
    for at, kind, record in _records(stream):
        sheet = names.get(at, sheet)
        if kind == BOUND_SHEET:
            names[struct.unpack_from("<I", record)[0]] = _sheet_name(record)
        elif (kind == BOOLEAN_OR_ERROR and record[7] == 1) or (kind == FORMULA and record[6] == 2 and record[12:14] == b"\xff\xff"):
            row, column = struct.unpack_from("<HH", record)
            found.setdefault(sheet, f"{column_letters(column)}{row + 1} in {sheet}")
    return found


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """The position, kind and content of each record."""
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _sheet_name(record: bytes) -> str:
    length, is_wide = record[6], record[7] & 1
    return record[8 : 8 + length * 2].decode("utf-16-le", "replace") if is_wide else record[8 : 8 + length].decode("latin-1")


def _workbook_stream(data: bytes) -> bytes:
    """The stream with the sheets in the compound file; empty if there is none."""
    size = 1 << struct.unpack_from("<H", data, SECTOR_SIZE_AT)[0]
    tables = [sector for sector in struct.unpack_from(f"<{TABLE_ENTRIES}I", data, TABLE_AT) if sector < END_OF_CHAIN]
    following = [entry for sector in tables for entry in struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)]
    directory = _chain(data, struct.unpack_from("<I", data, DIRECTORY_AT)[0], following, size)
    for at in range(0, len(directory), DIRECTORY_ENTRY):
        name = directory[at : at + 64].decode("utf-16-le", "replace").rstrip("\0")
        first, length = struct.unpack_from("<II", directory, at + 116)
        if name in ("Workbook", "Book") and length >= SMALLEST_STREAM:
            return _chain(data, first, following, size)[:length]
    return b""


def _chain(data: bytes, sector: int, following: list[int], size: int) -> bytes:
    parts: list[bytes] = []
    while sector < END_OF_CHAIN and len(parts) <= len(following):
        parts.append(data[(sector + 1) * size : (sector + 2) * size])
        sector = following[sector]
    return b"".join(parts)
