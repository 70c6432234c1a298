"""Writes a risk list as a workbook: a plain one, or into the template of the organisation, below its header row."""

import io
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from graph_service.errors import InvalidInput
from graph_service.ingest.matching.headers import name_score
from graph_service.ingest.matching.vocabulary import LESSONS, Target, header_key

SETTING: Final = "GRAPH_SERVICE_RISK_TEMPLATE"
MAX_TEMPLATE: Final = 5_000_000  # bytes: openpyxl needs about fifty times as much memory
MAX_TEXT: Final = 32_000  # characters; a cell holds 32,767
HEADER_ROWS: Final = 50  # of each sheet, in which the header row must be
HEADER_COLUMNS: Final = 100
MIN_SCORE: Final = 0.75  # that of a header with a spelling mistake
LESSON_WORDS: Final = {target.name: target.words for target in LESSONS}

Row = Mapping[str, Any]
"""The values of a risk by column name; absent ones are None."""


@dataclass(frozen=True, slots=True)
class RiskColumn:
    """A column: its name in a row, its header in a plain workbook, its width, and the headers it may have in a template."""

    name: str
    header: str
    width: int
    target: Target


def _column(name: str, header: str, width: int, words: str, like: str = "") -> RiskColumn:
    """like: the column of lessons that has more words for it."""
    keys = [header_key(word) for word in (name, header, *words.split(","))] + list(LESSON_WORDS.get(like, ()))
    return RiskColumn(name, header, width, Target(name, tuple(dict.fromkeys(filter(None, keys)))))


COLUMNS: Final = (
    _column("number", "No.", 6, "#,no,nr,number,id,ref,risk id,risk no,risk number,risk ref"),
    _column("cause", "Cause", 40, "risk cause,root cause,causes,source of risk,risk source,driver,trigger,because of", "context"),
    _column(
        "event", "Risk", 40, "event,risk event,risk description,risk title,risk name,threat,title,name,description,description of risk"
    ),
    # A column Impact is a rating beside one for the likelihood.
    _column("effect", "Effect", 40, "effects,impact description,description of impact,consequence,consequences,leading to"),
    _column(
        "response",
        "What others did",
        40,
        "response,risk response,responses,mitigation,mitigations,mitigation plan,mitigating action,treatment,treatment plan,control,controls,"
        "countermeasure,countermeasures",
        "recommendation",
    ),
    _column("reuses", "Reused", 9, "reuses,times reused,number of reuses"),
    _column("helped", "Helped", 9, "times helped"),
    _column("backfired", "Made it worse", 13, "backfired,times backfired"),
    _column("decision", "Decision", 16, "decision of the project,decided"),
    _column("link", "Lesson", 40, "evidence,lesson link,link to lesson", "sourceUrl"),
)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a template has its header row: the sheet, the row, and the number of the column of each name that was found."""

    sheet: str
    header_row: int
    columns: Mapping[str, int]

    def describe(self) -> str:
        """The columns that are filled, as one line."""
        return f"sheet {self.sheet!r}, header in row {self.header_row}: {', '.join(self.columns)}"


def read_template(file: Path | None) -> bytes | None:
    """The content of the template, once it was checked; None without one. Raises InvalidInput if it cannot be filled."""
    if file is None:
        return None
    try:
        if file.stat().st_size > MAX_TEMPLATE:
            raise _invalid(file, f"which is larger than {MAX_TEMPLATE // 1_000_000} MB")
        data = file.read_bytes()
    except OSError as error:
        raise _invalid(file, f"which cannot be read: {error.strerror}") from error
    try:
        find_layout(_open(data))
    except InvalidInput as error:
        raise _invalid(file, error.message) from error
    return data


def describe_template(data: bytes) -> str:
    """Which columns of the template are filled."""
    return find_layout(_open(data)).describe()


def write_risks(rows: Sequence[Row], template: bytes | None) -> bytes:
    """The workbook with one line for each risk. Texts stay texts, also those that begin like a formula."""
    book = _plain_book() if template is None else _open(template)
    layout = find_layout(book)
    sheet = book[layout.sheet]
    first = _first_free_row(sheet, layout)
    for offset, row in enumerate(rows):
        _write_row(sheet, layout, first, first + offset, {"number": offset + 1, **row})
    _extend_tables(sheet, layout, first + len(rows) - 1)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def find_layout(book: Any) -> Layout:
    """The header row with the most known columns. Raises InvalidInput if none has a column for the risk or its cause, and one more."""
    found = [layout for sheet in book.worksheets for layout in _layouts(sheet)]
    best = max(found, key=lambda layout: len(layout.columns), default=None)
    if best is None:
        raise InvalidInput(
            f"in which none of the first {HEADER_ROWS} rows of a sheet is a header row with a column such as Risk or Cause and one more, such as "
            "Effect or Mitigation"
        )
    return best


def _layouts(sheet: Any) -> list[Layout]:
    rows = sheet.iter_rows(max_row=HEADER_ROWS, max_col=HEADER_COLUMNS, values_only=True)
    layouts = (Layout(sheet.title, number, _match(cells)) for number, cells in enumerate(rows, 1))
    return [layout for layout in layouts if len(layout.columns) > 1 and not layout.columns.keys().isdisjoint({"event", "cause"})]


def _match(cells: Sequence[Any]) -> dict[str, int]:
    """By column name, the number of the column whose header fits best. Each header is used once."""
    scores = [
        (name_score(cell, column.target), -position, -number, column.name)
        for number, cell in enumerate(cells, 1)
        if isinstance(cell, str)
        for position, column in enumerate(COLUMNS)
    ]
    found: dict[str, int] = {}
    for score, _, number, name in sorted(scores, reverse=True):
        if score >= MIN_SCORE and name not in found and -number not in found.values():
            found[name] = -number
    return dict(sorted(found.items(), key=lambda column: column[1]))


def _first_free_row(sheet: Any, layout: Layout) -> int:
    """The first row below the header in which the columns to fill are empty."""
    row = layout.header_row + 1
    while any(sheet.cell(row, column).value is not None for column in layout.columns.values()):
        row += 1
    return row


def _write_row(sheet: Any, layout: Layout, first: int, line: int, row: Row) -> None:
    for name, column in layout.columns.items():
        cell = sheet.cell(line, column)
        if line > first and not cell.has_style:
            cell._style = copy(sheet.cell(first, column)._style)
        _write_cell(cell, row.get(name))
        if name == "link" and row.get(name):
            cell.hyperlink = row[name]


def _write_cell(cell: Any, value: Any) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:MAX_TEXT]
        cell.data_type = "s"
    elif value is not None:
        cell.value = value


def _extend_tables(sheet: Any, layout: Layout, last: int) -> None:
    """Makes a table of the spreadsheet that begins with the header row include the new rows."""
    from openpyxl.utils import get_column_letter, range_boundaries

    for table in sheet.tables.values():
        left, top, right, bottom = (bound or 0 for bound in range_boundaries(table.ref))
        if top == layout.header_row and bottom < last:
            table.ref = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{last}"
            if table.autoFilter is not None:
                table.autoFilter.ref = table.ref


def _plain_book() -> Any:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book: Any = Workbook()
    sheet = book.active
    sheet.title = "Risks"
    sheet.freeze_panes = "A2"
    for number, column in enumerate(COLUMNS, 1):
        sheet.cell(1, number, column.header).font = Font(bold=True)
        sheet.cell(2, number).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    return book


def _open(data: bytes) -> Any:
    from openpyxl import load_workbook

    try:
        return load_workbook(io.BytesIO(data))
    except Exception as error:  # openpyxl raises many kinds for what is no workbook, or one that it does not understand
        raise InvalidInput(f"which cannot be opened as a workbook (.xlsx): {error}") from error


def _invalid(file: Path, rule: str) -> InvalidInput:
    return InvalidInput(f"{SETTING} is {file}, {rule}.", field=SETTING)
