"""CSV that spreadsheets read: RFC 4180 in UTF-8, numbers without grouping, and no text that a spreadsheet would run as a formula.

The file starts with a byte order mark. Without one, Excel decodes a file opened by double-click in the machine's code page, which breaks
every name with an accent. Power Query, LibreOffice, pandas (`utf-8-sig`) and DuckDB skip the mark.
"""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO
from typing import Any, Final, cast

from graph_service.api.tables.layout import MONEY, TableColumn, value_at
from graph_service.formula_guard import guard

BYTE_ORDER_MARK: Final = "\ufeff"
SEPARATOR: Final = "; "
TRUNCATED: Final = "…"


def format_header(columns: Sequence[TableColumn], currencies: Sequence[str]) -> list[str]:
    """The header row: one cell per column, and one per currency for a column of money."""
    return [
        header
        for column in columns
        for header in ([f"{column.header}_{currency}" for currency in currencies] if column.type_name == MONEY else [column.header])
    ]


def format_row(columns: Sequence[TableColumn], currencies: Sequence[str], row: Any) -> list[str]:
    """The cells of a row, in the order of the header row. A list that has more values than were read ends with TRUNCATED."""
    cells: list[str] = []
    for column in columns:
        value = value_at(row, column.path)
        if column.type_name == MONEY:
            sums = {money["currency"]: money["sum"] for money in value or ()}
            cells += [format_number(sums.get(currency)) for currency in currencies]
        elif column.truncation and value_at(row, column.truncation):
            cells.append(format_cell([*value, TRUNCATED]))
        else:
            cells.append(format_number(value) if column.type_name == "Decimal" else format_cell(value))
    return cells


def format_cell(value: Any) -> str:
    """A value as text; the values of a list are joined."""
    if isinstance(value, list):
        return format_cell(SEPARATOR.join(str(item) for item in cast("list[Any]", value)))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return guard(value)
    return format_number(value)


def format_number(value: Any) -> str:
    """A decimal point, no exponent; empty if absent."""
    return "" if value is None else format(Decimal(str(value)), "f")


def encode_rows(rows: Iterable[Sequence[str]]) -> bytes:
    """Each row ends with CR and LF."""
    text = StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()
