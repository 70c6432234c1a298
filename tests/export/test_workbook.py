"""Workbooks hold every text as it is, for each program that reads them."""

import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from graph_service.errors import InvalidInput
from graph_service.export.workbook import MAX_TEXT, WorkbookWriter

TEXTS = (
    "=1+1",
    "+4912345",
    " both ends ",
    "two\nlines\r\nand a tab\t",
    "\x00\x07\x1b\x1f",
    "_x0041_ is not A",
    "<b>&amp;</b>",
    "<r><t>rich</t></r>",
    "]]>",
    "\u200bwide \U0001f600 עברית",
    "2026-11-30",
    "12345678901234567890",
)
DAY = "2024-02-29"


def write(path: Path) -> None:
    with WorkbookWriter(path) as writer:
        writer.start("empty & <none>", ["id"])
        writer.start("lessons", ["id", "title", "learnedOn", "hoursSaved", "active", "costAvoided", "topics", "note"])
        writer.write([[f"l{n}", text, DAY, 0.1 + n, n % 2 == 0, "12.50", ["a", "b"], None] for n, text in enumerate(TEXTS)])
        writer.write([["last", "", "1066-10-14", -3, None, "1234567890123.45", [], "+1"]])


def test_texts_come_back_as_they_were(tmp_path: Path) -> None:
    write(tmp_path / "book.xlsx")
    rows = CalamineWorkbook.from_path(str(tmp_path / "book.xlsx")).get_sheet_by_name("lessons").to_python()
    assert [row[1] for row in rows[1:-1]] == list(TEXTS)
    assert [str(value) for value in rows[1]] == ["l0", TEXTS[0], DAY, "0.1", "True", "12.5", "a|b", ""]
    assert rows[-1] == ["last", "", "1066-10-14", -3.0, "", "1234567890123.45", "", "+1"]


def test_other_readers_find_days_and_texts_but_no_formula(tmp_path: Path) -> None:
    write(tmp_path / "book.xlsx")
    book = load_workbook(tmp_path / "book.xlsx")
    assert book.sheetnames == ["empty & <none>", "lessons"]
    sheet = book["lessons"]
    assert (sheet["C2"].value.isoformat(), sheet["C2"].number_format) == (f"{DAY}T00:00:00", "yyyy-mm-dd")
    assert (sheet["A1"].font.b, sheet.freeze_panes) == (True, "A2")
    assert [cell.data_type for cell in sheet[2]] == ["s", "s", "d", "n", "b", "n", "s", "n"]


def test_every_part_is_well_formed_and_listed(tmp_path: Path) -> None:
    write(tmp_path / "book.xlsx")
    with zipfile.ZipFile(tmp_path / "book.xlsx") as package:
        assert package.testzip() is None
        for name in package.namelist():
            ElementTree.fromstring(package.read(name))  # noqa: S314 - our own file
        listed = package.read("[Content_Types].xml").decode()
        assert all(f'PartName="/{name}"' in listed for name in package.namelist() if name.startswith("xl/") and not name.endswith(".rels"))


@pytest.mark.parametrize("text", ["x" * (MAX_TEXT + 1), "\U0001f600" * (MAX_TEXT // 2 + 1)])
def test_a_text_that_no_cell_holds_is_named(tmp_path: Path, text: str) -> None:
    with WorkbookWriter(tmp_path / "book.xlsx") as writer:
        writer.start("lessons", ["id", "context"])
        with pytest.raises(InvalidInput, match="lessons, row 2: context has 32,768 characters"):
            writer.write([["l1", text]])
