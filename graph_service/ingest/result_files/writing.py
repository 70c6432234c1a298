"""Writes a copy of an imported file with result columns at the right. Workbooks (.xlsx, .xlsm) keep their sheets, formats and formulas."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

from graph_service.errors import InvalidInput
from graph_service.formula_guard import guard
from graph_service.ingest.matching.vocabulary import RESULT_COLUMNS, REUSE_COLUMNS
from graph_service.ingest.readers import RawTable, read_file
from graph_service.ingest.readers.delimited import find_form, read_delimited
from graph_service.ingest.readers.workbooks import is_workbook
from graph_service.ingest.result_files.lesson_reuses import Reuses
from graph_service.ingest.result_files.row_results import TableResults
from graph_service.ingest.stored_rows import find_in_order

FORMATS_KEPT = (".xlsx", ".xlsm")
DELIMITED = (".csv", ".tsv", ".tab", ".txt")
MAX_WORKBOOK = 10_000_000  # bytes: openpyxl needs about fifty times as much memory

Cells = list[str]


def write_result_file(name: str, data: bytes, tables: Sequence[TableResults], reuses: Reuses) -> tuple[str, bytes]:
    """The name and content of the file with the added columns. Raises InvalidInput if the file is too large.

    Workbooks of other kinds and JSON come back as .xlsx with their values as text.
    """
    path = Path(name)
    if is_delimited(name, data):
        output = io.BytesIO()
        write_delimited(lambda: io.BytesIO(data), tables, reuses, output)
        return name, output.getvalue()
    if len(data) > MAX_WORKBOOK:
        raise InvalidInput(f"{name} is larger than {MAX_WORKBOOK // 1_000_000} MB. Such a file is not written again.")
    if path.suffix.lower() in FORMATS_KEPT:
        return name, _workbook(data, tables, reuses, has_macros=path.suffix.lower() == ".xlsm")
    return f"{path.stem}.xlsx", _new_workbook(read_file(name, data), tables, reuses)


def is_delimited(name: str, head: bytes) -> bool:
    """Whether a file is CSV or TSV by its name and first bytes."""
    return Path(name).suffix.lower() in DELIMITED and not is_workbook(head)


def write_delimited(open_binary: Callable[[], BinaryIO], tables: Sequence[TableResults], reuses: Reuses, output: BinaryIO) -> None:
    """Writes a CSV or TSV file with the added columns, row by row."""
    form = find_form(open_binary)
    raw = read_delimited("", open_binary)
    text = io.TextIOWrapper(output, "utf-8-sig", "surrogatepass", newline="")
    if form.has_separator_line:
        text.write(next(form.file.lines()).rstrip("\r\n") + "\r\n")
    writer = csv.writer(text, delimiter=form.delimiter)
    for _, (cells, added) in _lines(raw, tables, reuses, form.file.lines()):
        writer.writerow([*cells, *map(guard, added)])
    text.detach()


class _Results:
    """The result cells of each line of a table. `cells` must be called in the order of the lines."""

    def __init__(self, table: TableResults, reuses: Reuses) -> None:
        self._reuses = reuses
        self._has_reuses = any(id_ in reuses for id_ in table.ids) if reuses else False
        self._header = table.header_line
        self._find = find_in_order(table.rows)

    def cells(self, line: int) -> Cells:
        """Headers, the results of a row, or none."""
        if line == self._header:
            return [*RESULT_COLUMNS, *(REUSE_COLUMNS if self._has_reuses else ())]
        found = self._find(line)
        if found is None:
            return []
        _, id_, status, wrong = found
        reused = self._reuses.get(id_)
        return [
            id_,
            status,
            wrong,
            *((reused.reused_by, reused.outcomes, reused.hours) if reused else ("", "", "") if self._has_reuses else ()),
        ]


def _lines(
    raw: RawTable, tables: Sequence[TableResults], reuses: Reuses, lines: Iterable[str] = ()
) -> Iterator[tuple[int, tuple[Cells, Cells]]]:
    """The lines of a table with their own and the added cells. Result columns of an earlier import are replaced."""
    table = next((table for table in tables if table.sheet == raw.sheet), None)
    header = next((list(row.cells) for row in raw.rows if table and row.line == table.header_line), list[str]())
    width = _own_width(header) if header else 0
    results = _Results(table, reuses) if table else None
    unread, at = iter(lines), 0
    for row in raw.rows:
        cells = list(row.cells)
        if not cells:  # a row that could not be read comes back as it is
            cells, at = [text.rstrip("\r\n") for text in islice(unread, row.line - at - 1, row.line - at)], row.line
        added = results.cells(row.line) if results else []
        if added and width:
            cells = cells if row.fault else (cells + [""] * width)[:width]
        yield row.line, (cells, added)


def _own_width(header: Sequence[str]) -> int:
    """The number of columns before those that were added."""
    known = {*RESULT_COLUMNS, *REUSE_COLUMNS}
    return next((index for index, cell in enumerate(header) if cell.strip() in known), len(header))


def _workbook(data: bytes, tables: Sequence[TableResults], reuses: Reuses, *, has_macros: bool) -> bytes:
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


def _add_columns(sheet: Any, table: TableResults, reuses: Reuses) -> None:
    header = ["" if cell.value is None else str(cell.value) for cell in sheet[table.header_line]]
    while header and not header[-1].strip():
        header.pop()
    first = _own_width(header) + 1
    for column in range(first, len(header) + 1):
        for row in range(table.header_line, sheet.max_row + 1):
            sheet.cell(row, column).value = None
    results = _Results(table, reuses)
    for line in chain([table.header_line], (row[0] for row in table.rows)):
        for offset, text in enumerate(results.cells(line)):
            if text:
                _set_text(sheet.cell(line, first + offset), text)


def _new_workbook(raw: Sequence[RawTable], tables: Sequence[TableResults], reuses: Reuses) -> bytes:
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
