"""Risk lists as workbooks: plain, and in templates as organisations have them."""

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.table import Table

from graph_service.errors import InvalidInput
from graph_service.export.risk_workbook import COLUMNS, describe_template, read_template, write_risks

RISKS = [
    {
        "cause": "=SUM(A1)",
        "event": "Piles hit a cable",
        "effect": "+3 weeks",
        "response": "Ask the utility\x07 first",
        "reuses": 4,
        "helped": 3,
        "backfired": 0,
        "decision": "we use it",
        "link": "http://localhost/lessons/a",
    },
    {
        "cause": None,
        "event": "@risk",
        "effect": None,
        "response": None,
        "reuses": 0,
        "helped": 0,
        "backfired": 0,
        "decision": None,
        "link": None,
    },
]


def template(*rows: list[Any], title: str = "Register", **changes: Any) -> bytes:
    """A workbook with a title row, an empty row and these rows."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = title
    sheet.append(["Risk register of the Harbour Authority"])
    sheet.append([])
    for row in rows:
        sheet.append(row)
    if changes.get("table"):
        sheet.add_table(Table(displayName="Risks", ref=changes["table"]))
    return save(book)


def save(book: Any) -> bytes:
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def cells(data: bytes) -> list[list[Any]]:
    sheet: Any = load_workbook(io.BytesIO(data)).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def types(data: bytes) -> set[str]:
    sheet: Any = load_workbook(io.BytesIO(data)).worksheets[0]
    return {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}


def test_plain_workbook_has_all_columns_and_no_formula() -> None:
    data = write_risks(RISKS, None)
    header, first, second = cells(data)
    assert header == [column.header for column in COLUMNS]
    assert first == [
        1,
        "=SUM(A1)",
        "Piles hit a cable",
        "+3 weeks",
        "Ask the utility first",
        4,
        3,
        0,
        "we use it",
        "http://localhost/lessons/a",
    ]
    assert second[:4] == [2, None, "@risk", None]
    assert types(data) == {"s", "n"}


def test_template_is_filled_below_its_header_and_keeps_the_rest() -> None:
    header = ["Risk ID", "Risk description", "Root cause", "Probability", "Impact", "Consequence", "Mitigation plan", "Owner", "Evidence"]
    data = template(header, [None] * 9, title="Risk register")
    assert describe_template(data) == "sheet 'Risk register', header in row 3: number, event, cause, effect, response, link"
    filled = cells(write_risks(RISKS, data))
    assert filled[0][0] == "Risk register of the Harbour Authority"
    assert filled[3] == [
        1,
        "Piles hit a cable",
        "=SUM(A1)",
        None,
        None,
        "+3 weeks",
        "Ask the utility first",
        None,
        "http://localhost/lessons/a",
    ]
    assert filled[4][:3] == [2, "@risk", None]


def test_rows_follow_those_that_are_there_and_tables_grow() -> None:
    data = template(["Risk", "Cause", "Effect"], ["Storm", "Weather", "Delay"], table="A3:C4")
    filled = write_risks(RISKS, data)
    assert [row[0] for row in cells(filled)[2:]] == ["Risk", "Storm", "Piles hit a cable", "@risk"]
    sheet: Any = load_workbook(io.BytesIO(filled)).worksheets[0]
    assert sheet.tables["Risks"].ref == "A3:C6"


def test_rows_have_the_style_of_the_first() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["Risk", "Cause"])
    sheet.cell(2, 1).font = Font(italic=True)
    filled: Any = load_workbook(io.BytesIO(write_risks(RISKS, save(book)))).worksheets[0]
    assert [filled.cell(row, 1).font.italic for row in (2, 3)] == [True, True]


def test_no_risk_leaves_the_template_as_it_is() -> None:
    data = template(["Risk", "Cause", "Effect"])
    assert cells(write_risks([], data)) == cells(data)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"no workbook", "which cannot be opened as a workbook"),
        (template(["Name of the project", "Budget"]), "in which none of the first 50 rows of a sheet is a header row"),
        (b"x" * 5_000_001, "which is larger than 5 MB"),
    ],
)
def test_unusable_template_is_refused_by_name(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "risks.xlsx"
    file.write_bytes(content)
    with pytest.raises(InvalidInput, match=message) as error:
        read_template(file)
    assert error.value.message.startswith(f"GRAPH_SERVICE_RISK_TEMPLATE is {file}, ")
    with pytest.raises(InvalidInput, match="which cannot be read: No such file"):
        read_template(tmp_path / "none.xlsx")


def test_without_a_template_none_is_read() -> None:
    assert read_template(None) is None
