"""A file comes back with columns added, and is imported again with only the difference."""

import csv
import io
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from graph_service.graph import Graph
from graph_service.ingest.conversion import Choices, PreparedImport, prepare
from graph_service.ingest.importer import import_files
from graph_service.ingest.input_files import read_upload
from graph_service.ingest.report import Report
from graph_service.ingest.result_files import describe_rows, read_lesson_reuses, write_result_file, writing

HEADER = ["Lesson Title", "What went wrong", "Recommendation", "Date Raised", "Raised By"]
ROWS = [
    ["Order cable early", "Cable came late", "Order it first", "2021-06-30", "Ada Brook"],
    ["No day", "It leaked", "=Test", "soon", "Ada Brook"],
]
CHOICES = Choices(create=frozenset({"people"}), accept=True)


async def imported(graph: Graph, name: str, data: bytes) -> tuple[str, bytes, Report]:
    """Imports a file, and returns it as it comes back."""
    input_files = read_upload([(name, data)])
    prepared = await prepare(graph, input_files.exact, input_files.proposals, CHOICES)
    report = prepared.locate(await import_files(graph, prepared.files, unknown=prepared.rules))
    tables = describe_rows(input_files.proposals, prepared, report)
    ids = [id_ for table in tables for id_ in table.ids]
    return *write_result_file(name, data, tables, await read_lesson_reuses(graph, ids)), report


def styled() -> bytes:
    """A workbook with a title row, a bold header, a formula and a second sheet."""
    book: Any = Workbook()
    sheet = book.active
    sheet.title = "Register"
    sheet.append(["Lessons of the programme"])
    sheet.append([])
    for row in (HEADER, *ROWS):
        sheet.append(row)
    sheet["A3"].font = Font(bold=True)
    notes = book.create_sheet("Notes")
    notes["A1"] = "=1+1"
    return saved(book)


def saved(book: Any) -> bytes:
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def rows_of(data: bytes, sheet: str = "Register") -> list[list[Any]]:
    book: Any = load_workbook(io.BytesIO(data))
    return [list(row) for row in book[sheet].iter_rows(values_only=True)]


async def test_workbook_comes_back_with_ids_statuses_and_faults(graph: Graph) -> None:
    name, data, _ = await imported(graph, "register.xlsx", styled())
    assert name == "register.xlsx"
    rows = rows_of(data)
    assert rows[0][0] == "Lessons of the programme"
    assert rows[2][5:] == ["Graph: id", "Graph: status", "Graph: what is wrong"]
    id_ = await graph.read("MATCH (lesson:Lesson) RETURN lesson.id")
    assert rows[3][5:7] == [id_, "new"]
    assert rows[4][5:7] == [None, "refused"]
    assert rows[4][7].startswith("Date Raised is 'soon': a date must exist")
    book: Any = load_workbook(io.BytesIO(data))
    assert (book["Register"]["A3"].font.bold, book["Notes"]["A1"].value) == (True, "=1+1")


async def test_corrected_file_changes_only_the_difference_and_keeps_the_id(graph: Graph) -> None:
    _, data, _ = await imported(graph, "register.xlsx", styled())
    book: Any = load_workbook(io.BytesIO(data))
    book["Register"]["A4"] = "Order the cable a year early"  # the id is made of the title, unless the file has it
    book["Register"]["D5"] = "2021-07-01"
    _, data, report = await imported(graph, "register.xlsx", saved(book))
    assert (report.table("lessons").new, report.table("lessons").changed, report.table("lessons").refused) == (1, 1, 0)
    assert await graph.read("MATCH (lesson:Lesson) WITH lesson.title AS t ORDER BY t RETURN collect(t)") == [
        "No day",
        "Order the cable a year early",
    ]
    rows = rows_of(data)
    assert rows[2][5:] == ["Graph: id", "Graph: status", "Graph: what is wrong"]
    assert [row[6] for row in rows[3:]] == ["changed", "new"]
    assert rows[4][7] is None or "soon" not in rows[4][7]
    _, data, report = await imported(graph, "register.xlsx", data)
    assert (report.table("lessons").unchanged, [row[6] for row in rows_of(data)[3:]]) == (2, ["unchanged", "unchanged"])


async def test_csv_comes_back_with_its_delimiter_and_what_became_of_each_lesson(graph: Graph) -> None:
    text = "\n".join(";".join(row) for row in (HEADER, *ROWS)) + "\n"
    await imported(graph, "register.csv", text.encode("cp1252"))
    await graph.command(
        """
        MATCH (lesson:Lesson)
        CREATE (:Reuse {id: 'r', outcome: 'HELPED', hoursSaved: 8.0, reusedOn: date('2022-01-01')})-[:REUSE_OF]->(lesson)
        """
    )
    _, data, _ = await imported(graph, "register.csv", text.encode("cp1252"))
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == [
        *HEADER,
        "Graph: id",
        "Graph: status",
        "Graph: what is wrong",
        "Graph: reused by",
        "Graph: outcomes",
        "Graph: hours saved",
    ]
    assert rows[1][:5] == ROWS[0]
    assert (rows[1][6], rows[1][8:]) == ("unchanged", ["1 reuse", "helped", "8"])
    assert rows[2][6] == "refused"


def test_row_that_is_not_valid_csv_keeps_its_text() -> None:
    data = b'Lesson Title,Recommendation,What went wrong\nOne,Do,It broke\nTwo,"Do" it,It broke\n'
    input_files = read_upload([("r.csv", data)])
    (proposal,) = input_files.proposals
    tables = describe_rows([proposal], PreparedImport([], [], {}, {}), Report((), (), (), written=False))
    _, returned = write_result_file("r.csv", data, tables, {})
    assert 'Two,""Do"" it,It broke' in returned.decode("utf-8-sig").replace("\r", "")


def test_rows_that_could_not_be_read_come_back_in_their_places_whatever_the_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MAX_WORKBOOK", 1)
    data = b'sep=;\nLesson Title;Recommendation\nOne;"Do" it\n\nTwo;"a\nb"\nThree;"Do" it again\n'
    input_files = read_upload([("r.csv", data)])
    tables = describe_rows(input_files.proposals, PreparedImport([], [], {}, {}), Report((), (), (), written=False))
    name, returned = write_result_file("r.csv", data, tables, {})
    lines = returned.decode("utf-8-sig").split("\r\n")
    assert (name, lines[0], [line[:20] for line in lines[2:5]]) == (
        "r.csv",
        "sep=;",
        ['"One;""Do"" it";;ref', 'Two;"a\nb";;unchanged', '"Three;""Do"" it aga'],
    )
