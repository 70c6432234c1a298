"""Files of every kind become tables of text, or a sentence that says what is wrong with them."""

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from graph_service.errors import InvalidInput
from graph_service.ingest import text_blocks
from graph_service.ingest.input_files import COLUMNS
from graph_service.ingest.readers import NoticeKind, RawTable, files, read_file, read_paths
from tests.ingest.workbooks import open_document, workbook

ROWS = [["id", "title"], ["a", "Café, naïve"], ["b", "Second"]]


def cells(table: RawTable) -> list[list[str]]:
    return [list(row.cells) for row in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_of_any_usual_encoding_and_delimiter_is_read(encoding: str, delimiter: str) -> None:
    text = "".join(delimiter.join(f'"{cell}"' for cell in row) + "\r\n" for row in ROWS)
    assert cells(read_file("lessons.csv", text.encode(encoding))[0]) == ROWS


def test_a_line_at_the_top_names_the_delimiter() -> None:
    table = read_file("x.csv", b"sep=;\nid;title\na;One, two, three\n")[0]
    assert cells(table) == [["id", "title"], ["a", "One, two, three"]]
    assert [row.line for row in table.rows] == [2, 3]


def test_lines_in_two_encodings_are_not_all_read_in_the_wrong_one() -> None:
    data = "id;title\na;Früh\n".encode() + "b;Kräne\n".encode("cp1252")
    table = read_file("x.csv", data)[0]
    assert table.rows[1].cells[1] == "Früh"
    assert "some bytes are not" in table.notices[0].text


def test_windows_1252_is_said_with_the_line_in_question() -> None:
    notices = read_file("x.csv", "id,title\na,Plain\nb,Café\n".encode("cp1252"))[0].notices
    assert [(notice.cell, "Café" in notice.text) for notice in notices] == [("line 3", True)]


def test_a_few_wrong_bytes_in_utf_8_stay_in_their_row() -> None:
    table = read_file("x.csv", "id,title\na,Größe\nb,Öl\n".encode() + b"c,\xff\n")[0]
    assert cells(table)[:3] == [["id", "title"], ["a", "Größe"], ["b", "Öl"]]
    assert table.rows[3].cells[1] == "\udcff"


@pytest.mark.parametrize(
    ("text", "fault", "lines"),
    [
        ('id,t\na,"b" c\nd,e\n', "must be doubled: 'a,\"b\" c'", [1, 2, 3]),
        ('id,t\na,"b\nc,d\ne,f\n', "opened and never closed", [1, 2, 3, 4]),
    ],
)
def test_a_row_with_a_wrong_quotation_mark_does_not_stop_the_others(text: str, fault: str, lines: list[int]) -> None:
    rows = read_file("x.csv", text.encode())[0].rows
    assert [row.line for row in rows] == lines
    assert [fault in row.fault for row in rows if row.fault] == [True]


def test_the_sheets_of_a_workbook_are_read_whatever_its_name() -> None:
    tables = read_file("register.csv", workbook({"Info": [["Hello"]], "Empty": [], "Register": ROWS}))
    assert [(table.sheet, len(table.rows)) for table in tables] == [("Info", 1), ("Register", 3)]
    assert "is a workbook, although its name ends in .csv" in tables[0].notices[0].text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_text_with_tabs_is_read_although_its_name_ends_in_xls(encoding: str) -> None:
    table = read_file("export.xls", "id\ttitle\na\tCafé\n".encode(encoding))[0]
    assert cells(table) == [["id", "title"], ["a", "Café"]]
    assert table.notices[-1].text.startswith("is text, although its name ends in .xls")


def test_a_json_array_and_json_lines_are_read_with_their_numbers_as_written() -> None:
    expected = [["id", "hours"], ["a", "0.10"], ["b", "x|y"]]
    assert cells(read_file("x.json", b'[{"id":"a","hours":0.10},{"id":"b","hours":["x","y"]}]')[0]) == expected
    table = read_file("x.jsonl", b'{"id":"a","hours":0.10}\n\nnot json\n{"id":"b","hours":["x","y"]}\n')[0]
    assert [(row.line, bool(row.fault)) for row in table.rows] == [(1, False), (1, False), (3, True), (4, False)]


def zip_bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/worksheets/sheet1.xml", "w") as part:
        for _ in range(200):
            part.write(b"\0" * 1_000_000)
    return data.getvalue()


FAR = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.xlsx", b"x", "a.xlsx is named like a workbook, but is not one"),
        ("a.xlsx", b"PK\x03\x04 cut off", "a.xlsx is damaged"),
        ("a.xls", b"<html><table><tr><td>id</td></tr></table></html>", "a.xls is a web page"),
        ("a.xls", "<html><table><tr><td>é</td></tr></table></html>".encode("utf-16"), "a.xls is a web page"),
        ("a.xls", b"\xef\xbb\xbf<?xml version='1.0'?><Workbook></Workbook>", "a.xls is a web page or XML"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "a.xls is not a workbook that can be read"),
        ("a.xlsx", zip_bomb(), "a.xlsx unpacks from"),
        ("a.xlsx", workbook({"S": ROWS}, FAR), "the last cell is XFD1048576"),
        ("a.docx", workbook({"S": ROWS}), "a.docx is not a table"),
        ("a.pdf", b"%PDF-1.7", "a.pdf is not a table of a known kind"),
        ("a.csv", b" \n\n", "a.csv is empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(name: str, data: bytes, error: str) -> None:
    with pytest.raises(InvalidInput, match=error):
        read_file(name, data)


def test_a_stray_file_never_stops_the_others_and_is_always_said(tmp_path: Path) -> None:
    for name, data in {
        "lessons.csv": b"id,title,learnedOn\na,A,2021-01-01\n",
        "lessons (1).csv": b"id,title,learnedOn\n",
        "broken.xlsx": b"x",
        "picture.png": b"x",
        ".DS_Store": b"x",
        "~$register.xlsx": b"x",
        "refused.csv": b"file,line,field,value,rule\n",
    }.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "people.csv").mkdir()
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "topics.csv").write_text("id,name\n")
    contents = read_paths([tmp_path], COLUMNS)
    assert [(file.table, len(file.rows)) for file in contents.exact] == [("lessons", 1)]
    assert {(notice.kind, notice.file) for notice in contents.notices} == {
        (NoticeKind.LEFT_OUT, "lessons (1).csv"),
        (NoticeKind.FAULT, "broken.xlsx"),
        (NoticeKind.LEFT_OUT, "picture.png"),
        (NoticeKind.FAULT, "people.csv"),
        (NoticeKind.LEFT_OUT, "more"),
        (NoticeKind.LEFT_OUT, str(tmp_path)),
    }


def test_a_table_with_our_names_takes_the_fast_path_and_any_other_form_of_it_does_not(tmp_path: Path) -> None:
    for name, text in {
        "topics.csv": "id,name\nt,T\n",
        "people.csv": "ID,Name\np,P\n",
        "departments.csv": "id;name\nd,D\n",
        "projects.csv": 'id,name,status\np,"P" x,RUNNING\n',
    }.items():
        (tmp_path / name).write_text(text)
    contents = read_paths([tmp_path], COLUMNS)
    assert [file.table for file in contents.exact] == ["topics"]
    assert sorted(table.file for table in contents.raw) == ["departments.csv", "people.csv", "projects.csv"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("register.csv", 'sep=;\nid;title\na;"Café\nbar"\n\nb;"open\nc;Last\n'),
        ("register.txt", "id\ttitle\r\na\tOne\r\nb\tTwo\r\n"),
        ("register.jsonl", '{"id":"a","hours":0.10}\n\nnot json\n{"id":"b","more":["x","y"]}\n'),
        ("register.json", '[{"id":"a","title":"Café"},\n{"id":"b"}]'),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_large_file_is_read_like_a_small_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, text: str, encoding: str
) -> None:
    (tmp_path / name).write_bytes(text.encode(encoding))
    small = read_paths([tmp_path / name], COLUMNS)
    monkeypatch.setattr(files, "LARGE", 0)
    monkeypatch.setattr(text_blocks, "BLOCK_SIZE", 1)
    large = read_paths([tmp_path / name], COLUMNS)
    assert [list(table.rows) for table in large.raw] == [list(table.rows) for table in small.raw]
    assert (large.raw[0].notices, large.notices) == (small.raw[0].notices, small.notices)


def test_cells_with_an_error_are_said_to_be_read_as_empty() -> None:
    cell = '<row r="9"><c r="A9" s="1" t="e"><v>#REF!</v></c><c r="B9" t="e"><v>#N/A</v></c></row>'
    (table,) = read_file("x.xlsx", workbook({"S": ROWS}, cell))
    assert [notice.text for notice in table.notices] == [
        "cells with an error, such as #REF! or #N/A, are read as empty; the first one is A9 in sheet1"
    ]


def test_an_error_in_an_xls_workbook_is_said_with_its_place() -> None:
    table = read_file("errors.xls", (Path(__file__).parent / "errors.xls").read_bytes())[0]
    assert table.notices[-1].text.endswith("the first one is B32 in Lessons, B32 in Ünïcode €")


def test_an_error_in_an_ods_workbook_is_said_with_its_sheet() -> None:
    error = 'office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p>'
    table = read_file("a.ods", open_document(f"<table:table-cell {error}</table:table-cell>"))[0]
    assert [row.cells for row in table.rows] == [["id", "title"], ["a", ""]]
    assert table.notices[-1].text.endswith("the first one is #DIV/0! in Log")


def test_merged_cells_and_columns_on_the_right_keep_their_places() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for cell, value in {"C2": "Department", "D2": "Unit", "C3": "North", "D3": "Roads", "D4": "Rail", "C5": "South", "D5": "Ports"}.items():
        sheet[cell] = value
    sheet.merge_cells("C3:C4")
    output = io.BytesIO()
    book.save(output)
    table = read_file("register.xlsx", output.getvalue())[0]
    assert [(row.line, list(row.cells)[2:]) for row in table.rows] == [
        (2, ["Department", "Unit"]), (3, ["North", "Roads"]), (4, ["North", "Rail"]), (5, ["South", "Ports"]),
    ]  # fmt: skip
