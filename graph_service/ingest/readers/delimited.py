"""Reads CSV and TSV text: finds the delimiter, and refuses single rows that are not valid CSV instead of the whole file."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from graph_service.formula_guard import unguarded
from graph_service.ingest.readers.encodings import Encoding, find_encoding
from graph_service.ingest.readers.raw_table import MAX_CELL_SIZE, Notice, NoticeKind, RawRow, RawTable, stored_raw_rows
from graph_service.ingest.readers.text_file import TextFile

DELIMITERS = ",;\t|"
SAMPLE_RECORDS = 30
SAMPLE_SIZE = 200_000  # characters
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
MAX_RESTARTS = 20  # after quotation marks that are not closed


@dataclass(frozen=True, slots=True)
class Form:
    """How a CSV or TSV file is written. has_separator_line: its first line names the delimiter, like `sep=;`."""

    file: TextFile
    encoding: Encoding
    delimiter: str
    has_separator_line: bool


def find_form(open_binary: Callable[[], BinaryIO], encoding: str | None = None) -> Form:
    """Finds the encoding and the delimiter of a file. `encoding` decides instead."""
    with open_binary() as binary:
        found = find_encoding(binary, encoding)
    file = TextFile(open_binary, found.name, found.errors)
    text = file.read(SAMPLE_SIZE)
    head = text.partition("\n")[0]
    if (head.strip().lower().startswith("sep=") and len(head.strip()) == 5) or head.rstrip("\r").lower() == "sep=\t":
        return Form(file, found, head.rstrip("\r")[-1], has_separator_line=True)
    return Form(file, found, find_delimiter(text), has_separator_line=False)


def read_delimited(name: str, open_binary: Callable[[], BinaryIO], encoding: str | None = None) -> RawTable:
    """Reads a CSV or TSV file of any usual encoding and delimiter. A line `sep=;` at the top names the delimiter."""
    form = find_form(open_binary, encoding)
    found, delimiter = form.encoding, form.delimiter
    table = RawTable(name, "", [])
    if found.note:
        table.notices.append(Notice(NoticeKind.NOTE, found.note, name, cell=f"line {found.line}" if found.line else ""))
    if delimiter != ",":
        table.notices.append(Notice(NoticeKind.NOTE, f"the cells are separated by {NAMES.get(delimiter, repr(delimiter))}", name))
    table.rows = stored_raw_rows(_records(form.file, delimiter, int(form.has_separator_line)))
    return table


def find_delimiter(text: str) -> str:
    """The delimiter with which most of the first records have the same number of cells; a comma if none separates anything."""
    sample = text[:SAMPLE_SIZE]

    def consistency(delimiter: str) -> tuple[int, int]:
        counts: Counter[int] = Counter()
        try:
            for number, cells in enumerate(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)):
                if number >= SAMPLE_RECORDS:
                    break
                if len(cells) > 1:
                    counts[len(cells)] += 1
        except csv.Error:
            pass
        size, times = max(counts.items(), key=lambda item: (item[0] - 1) * item[1], default=(1, 0))
        return (size - 1) * times, -DELIMITERS.index(delimiter)

    return max(DELIMITERS, key=consistency)


def _records(file: TextFile, delimiter: str, skip: int) -> Iterator[RawRow]:
    limit = csv.field_size_limit(MAX_CELL_SIZE)
    try:
        yield from _read_records(file, delimiter, skip, MAX_RESTARTS)
    finally:
        csv.field_size_limit(limit)


def _read_records(file: TextFile, delimiter: str, skip: int, restarts: int) -> Iterator[RawRow]:
    reader = csv.reader(file.lines(skip), delimiter=delimiter, strict=True)
    start = skip  # of the record, as the number of lines before it
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield RawRow(start + 1, (), _describe(str(error), file, start))
            if "unexpected end" in str(error) and restarts:
                # An open quotation mark took everything after it: go on with the next line.
                yield from _read_records(file, delimiter, start + 1, restarts - 1)
                return
        else:
            if cells:
                yield RawRow(start + 1, unguarded(cells))
        start = skip + reader.line_num  # the last line of the record


def _describe(error: str, file: TextFile, start: int) -> str:
    excerpt = next(file.lines(start), "").strip()[:80]
    if "field larger" in error:
        return f"a cell has more than {MAX_CELL_SIZE:,} characters: {excerpt!r}"
    if "unexpected end" in error:
        return f"a quotation mark is opened and never closed: {excerpt!r}"
    return f"a quotation mark inside a quoted cell must be doubled: {excerpt!r}"
