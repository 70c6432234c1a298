"""An unreadable file stops the import with one clear error; an unreadable row is refused with its line number."""

import json
from pathlib import Path

import pytest

from graph_service.errors import InvalidInput
from graph_service.graph import Graph
from graph_service.ingest import import_folder
from tests.ingest.sample_tables import ORGANISATION, Write, dump

TITLES = "MATCH (t:Topic) WITH t ORDER BY t.id RETURN collect([t.id, t.name, t.description])"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("id,name,colour\nt,T,red\n", "unknown column 'colour'"),
        ("name,description\nT,\n", "no column 'id'"),
        ("id,name,name\nt,T,T\n", "two columns named 'name'"),
        ("id;name\nt;T\n", "Separate the cells with commas"),
        ("", "topics.csv is empty"),
        ("id,name\nt,Straße\n".encode("latin-1"), "topics.csv, line 2: the text is not UTF-8"),
        ("id,name\nt,T\n".encode("utf-16"), "not UTF-8"),
        ('id,name\na,A\n"b,B\nc,C\n', "line 3: the row that starts here is not valid CSV"),
    ],
)
async def test_an_unreadable_file_stops_the_import(graph: Graph, write: Write, text: str | bytes, error: str) -> None:
    with pytest.raises(InvalidInput, match=error):
        await import_folder(graph, write(topics=text))
    assert await dump(graph) == []


@pytest.mark.parametrize(
    ("name", "error"),
    [("lesson.csv", "lesson.csv is not named after a table. The tables are departments"), ("topics.xlsx", "Save it as topics.csv")],
)
async def test_a_file_with_an_unknown_name_is_refused(graph: Graph, write: Write, name: str, error: str) -> None:
    folder = write(departments="id,name\nd,D\n")
    (folder / name).write_bytes(b"id,title\n")
    with pytest.raises(InvalidInput, match=error):
        await import_folder(graph, folder)


async def test_a_folder_without_tables_is_refused(graph: Graph, write: Write) -> None:
    with pytest.raises(InvalidInput, match="contains no tables"):
        await import_folder(graph, write())
    with pytest.raises(InvalidInput, match="is not a folder"):
        await import_folder(graph, Path("/nowhere/at/all"))


async def test_two_files_for_one_table_are_refused(graph: Graph, write: Write) -> None:
    folder = write(topics="id,name\nt,T\n")
    (folder / "topics.jsonl").write_text('{"id": "t", "name": "T"}\n')
    with pytest.raises(InvalidInput, match=r"topics\.csv and topics\.jsonl are two files for the same table"):
        await import_folder(graph, folder)


async def test_other_files_and_an_earlier_file_of_refused_rows_are_ignored(graph: Graph, write: Write) -> None:
    folder = write(topics="id,name\nt,T\n", refused="file,line,field,value,rule\n")
    (folder / "README.md").write_text("Read me.")
    assert (await import_folder(graph, folder)).table("topics").new == 1


async def test_byte_order_marks_line_ends_and_every_script_are_read(graph: Graph, write: Write) -> None:
    text = '\ufeffid,name,description\r\né,  Ünïcode 🚀  ,"one\r\ntwo, ""three"""\r\n\r\n日本,\u202bعربى,\r\n'
    assert (await import_folder(graph, write(topics=text))).table("topics").new == 2
    assert await graph.read(TITLES) == [
        ["é", "Ünïcode 🚀", 'one\r\ntwo, "three"'],
        ["日本", "عربى", None],
    ]  # the invisible mark of a direction is left out


async def test_line_numbers_are_correct_after_cells_with_line_breaks(graph: Graph, write: Write) -> None:
    text = 'id,name,description\na,A,"one\ntwo\nthree"\n\nb,,"four\nfive"\nc,C\nd,D,,\na,Again,\n'
    report = await import_folder(graph, write(topics=text))
    assert [(refusal.line, refusal.field, refusal.value) for refusal in report.refusals] == [
        (6, "name", ""),
        (8, "", ""),
        (9, "", ""),
        (10, "id", "a"),
    ]
    assert report.table("topics").new == 1


async def test_json_lines_are_read_like_cells(graph: Graph, write: Write) -> None:
    folder = write(ORGANISATION, reuses=None)
    rows = [
        {
            "id": "r1",
            "lesson": "l1",
            "person": "bo",
            "project": "tunnel",
            "reusedOn": "2022-05-01",
            "hoursSaved": 12.5,
            "costAvoided": 0.1,
            "currency": "EUR",
        },
        {"id": "r2", "lesson": "l1", "person": None, "project": "tunnel", "reusedOn": "2022-05-02"},
        {"id": "r3", "lesson": {"id": "l1"}, "project": "tunnel", "reusedOn": "2022-05-02"},
        {"id": "r4\ud800", "lesson": "l1", "project": "tunnel", "reusedOn": "2022-05-02"},
    ]
    (folder / "reuses.jsonl").write_text("\n".join(map(json.dumps, rows)))
    report = await import_folder(graph, folder)
    assert (report.table("reuses").new, [refusal.line for refusal in report.refusals]) == (2, [3, 4])
    assert await graph.read("MATCH (r:Reuse {id: 'r1'}) RETURN [r.hoursSaved, r.costAvoided, r.currency]") == [12.5, 10, "EUR"]


async def test_a_line_that_is_not_a_json_object_stops_the_import(graph: Graph, write: Write) -> None:
    folder = write(departments="id,name\nd,D\n")
    (folder / "topics.jsonl").write_text('{"id": "t", "name": "T"}\n["t"]\n')
    with pytest.raises(InvalidInput, match=r"topics\.jsonl, line 2: the line must contain one JSON object"):
        await import_folder(graph, folder)
