"""Reads CSV and TSV text: finds the delimiter, and refuses single rows that are not valid CSV instead of the whole file."""

import csv
import io
from collections import Counter
from collections.abc import Iterator

from graph_service.formula_guard import unguarded
from graph_service.ingest.readers.encodings import decode
from graph_service.ingest.readers.raw_table import MAX_CELL_SIZE, Notice, NoticeKind, RawRow, RawTable

DELIMITERS = ",;\t|"
SAMPLE_RECORDS = 30
SAMPLE_SIZE = 200_000  # characters
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
MAX_RESTARTS = 20  # after quotation marks that are not closed


def read_delimited(name: str, data: bytes, encoding: str | None = None) -> RawTable:
    """Reads a CSV or TSV file of any usual encoding and delimiter. A line `sep=;` at the top names the delimiter."""
    decoded = decode(data, encoding)
    table = RawTable(name, "", [])
    if decoded.note:
        table.notices.append(Notice(NoticeKind.NOTE, decoded.note, name, cell=f"line {decoded.line}" if decoded.line else ""))
    text, first_line, delimiter = decoded.text, 1, None
    head, _, rest = text.partition("\n")
    if (head.strip().lower().startswith("sep=") and len(head.strip()) == 5) or head.rstrip("\r").lower() == "sep=\t":
        text, first_line, delimiter = rest, 2, head.rstrip("\r")[-1]
    delimiter = delimiter or find_delimiter(text)
    if delimiter != ",":
        table.notices.append(Notice(NoticeKind.NOTE, f"the cells are separated by {NAMES.get(delimiter, repr(delimiter))}", name))
    table.rows = list(_records(text, delimiter, first_line))
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


def _records(text: str, delimiter: str, first_line: int) -> Iterator[RawRow]:
    limit = csv.field_size_limit(MAX_CELL_SIZE)
    try:
        yield from _read_records(text, delimiter, first_line, MAX_RESTARTS)
    finally:
        csv.field_size_limit(limit)


def _read_records(text: str, delimiter: str, first_line: int, restarts: int) -> Iterator[RawRow]:
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    start = 0  # of the record, as the number of lines before it
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield RawRow(first_line + start, (), _describe(str(error), text, start))
            if "unexpected end" in str(error) and restarts:
                # An open quotation mark took everything after it: go on with the next line.
                rest = "".join(io.StringIO(text, newline="").readlines()[start + 1 :])
                yield from _read_records(rest, delimiter, first_line + start + 1, restarts - 1)
                return
        else:
            if cells:
                yield RawRow(first_line + start, unguarded(cells))
        start = reader.line_num  # the last line of the record


def _describe(error: str, text: str, start: int) -> str:
    lines = io.StringIO(text, newline="")
    for _ in range(start):
        lines.readline()
    excerpt = lines.readline().strip()[:80]
    if "field larger" in error:
        return f"a cell has more than {MAX_CELL_SIZE:,} characters: {excerpt!r}"
    if "unexpected end" in error:
        return f"a quotation mark is opened and never closed: {excerpt!r}"
    return f"a quotation mark inside a quoted cell must be doubled: {excerpt!r}"
