"""CSV as spreadsheets read it: RFC 4180 in UTF-8, numbers plain, and no text that a spreadsheet would take for a formula.

It begins with a byte order mark: without one Excel reads a file that is opened by a double click in the code page of the machine, and
every name with an accent is broken. Power Query, LibreOffice, pandas (`utf-8-sig`) and DuckDB skip it.
"""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO
from typing import Any, Final, cast

from graph_service.api.tables.columns import MONEY, Column, find

BYTE_ORDER_MARK: Final = "\ufeff"
SIGNS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # the wide ones begin a formula in an East Asian Excel
BETWEEN: Final = "; "


def headers(columns: Sequence[Column], currencies: Sequence[str]) -> list[str]:
    """One for each cell of a row."""
    return [
        header
        for column in columns
        for header in ([f"{column.header}_{currency}" for currency in currencies] if column.kind == MONEY else [column.header])
    ]


def cells(columns: Sequence[Column], currencies: Sequence[str], row: Any) -> list[str]:
    """A row, as it is written."""
    written: list[str] = []
    for column in columns:
        value = find(row, column.path)
        if column.kind == MONEY:
            sums = {money["currency"]: money["sum"] for money in value or ()}
            written += [write_number(sums.get(currency)) for currency in currencies]
        else:
            written.append(write_number(value) if column.kind == "Decimal" else write(value))
    return written


def write(value: Any) -> str:
    """A value as a cell; several of a list in one."""
    if isinstance(value, list):
        return write(BETWEEN.join(str(item) for item in cast("list[Any]", value)))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{value}" if _may_be_formula(value) else value
    return write_number(value)


def _may_be_formula(text: str) -> bool:
    """Whether a spreadsheet could take it for one, some after dropping blanks at its beginning."""
    return text.startswith(("\t", "\r")) or text.lstrip().startswith(SIGNS)


def write_number(value: Any) -> str:
    """With a point and without an exponent; nothing when it is absent."""
    return "" if value is None else format(Decimal(str(value)), "f")


def lines(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as text, each with CR and LF at its end."""
    text = StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()
