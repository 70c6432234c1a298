"""JSON arrays are read one entry after the other, and a file that is not valid says where."""

import json
import random
from pathlib import Path

import pytest

from graph_service.errors import InvalidInput
from graph_service.ingest.input_files import COLUMNS
from graph_service.ingest.readers import NoticeKind, RawTable, json_files, read_file, read_paths

OBJECTS = [{"id": f"l{number}", "title": 'Été, "steel" \\ ]}[{ \n 😀' * (number % 4), "hours": number / 8} for number in range(60)]


def cells(table: RawTable) -> list[list[str]]:
    return [list(row.cells) for row in table.rows]


def faults(table: RawTable) -> list[tuple[int, str]]:
    return [(row.line, row.fault) for row in table.rows if row.fault]


@pytest.mark.parametrize("block", [1, 7, 100])
@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("indent", [None, 2])
def test_an_array_is_read_in_pieces_of_any_size(monkeypatch: pytest.MonkeyPatch, block: int, ascii_only: bool, indent: int | None) -> None:
    text = json.dumps(OBJECTS, indent=indent, ensure_ascii=ascii_only)
    monkeypatch.setattr(json_files, "BLOCK", block)
    assert cells(read_file("x.json", text.encode())[0]) == [["id", "title", "hours"]] + [
        [each["id"], each["title"], str(each["hours"])] for each in OBJECTS
    ]


def test_a_list_inside_an_object_a_single_object_and_lines_of_objects_are_read() -> None:
    wrapped = json.dumps({"total": 2, "lessons": [{"id": "a"}, {"id": "b"}]})
    for text in (wrapped, json.dumps(json.loads(wrapped), indent=2), '{"id":"a"}\n\n{"id":"b"}'):
        assert cells(read_file("x.json", text.encode())[0]) == [["id"], ["a"], ["b"]], text
    assert cells(read_file("x.json", b'{"id":"a"}')[0]) == [["id"], ["a"]]


@pytest.mark.parametrize("block", [4, 1_000])
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[{"id":"a"},\n{"id":"b" "title":"B"},\n{"id":"c"}]', "x.json is not valid JSON in line 2: Expecting ',' delimiter, near"),
        ('[{"id":"a"},\n{"id":"b"},\n{"id":', "x.json is not valid JSON in line 3: Expecting value, near"),
        ('[{"id":"a"},\n{"id":"b"}', "x.json is not valid JSON in line 2: the list has no end, near"),
        ('[{"id":"a",}]', "x.json is not valid JSON in line 1: "),
        ('[{"id":"a"}]\n[{"id":"b"}]', "x.json has more after its list: '[{"),
        ('[\n{"id":' + "[" * 100_000, "x.json is not valid JSON in line 2: the entry is nested too deeply"),
    ],
)
def test_an_array_that_is_not_valid_says_where_and_is_not_read_in_part(
    monkeypatch: pytest.MonkeyPatch, text: str, message: str, block: int
) -> None:
    monkeypatch.setattr(json_files, "BLOCK", block)
    with pytest.raises(InvalidInput) as error:
        read_file("x.json", text.encode())
    assert error.value.message.startswith(message)
    assert "Nothing of it was read" in error.value.message


def test_a_file_with_a_fault_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text('[{"id":"a"')
    (tmp_path / "good.json").write_text('[{"id":"a","title":"A","learnedOn":"2021-01-01"}]')
    contents = read_paths([tmp_path], COLUMNS)
    assert [table.file for table in contents.raw] == ["good.json"]
    assert [(notice.kind, notice.file) for notice in contents.notices] == [(NoticeKind.FAULT, "bad.json")]


def test_an_entry_that_is_not_an_object_is_refused_alone() -> None:
    table = read_file("x.json", b'[{"id":"a"}, "JSON is great", 3, {"id":"b"}]')[0]
    assert faults(table) == [(2, json_files.NO_OBJECT), (3, json_files.NO_OBJECT)]


def test_values_of_any_depth_are_texts_or_faults() -> None:
    for depth in random.Random(1).sample(range(1, 2_000), 30):
        text = "[" * depth + '{"a":1}' + "]" * depth
        table = read_file("x.jsonl", f'{{"id":"a"}}\n{{"id":"b","more":{text}}}\n'.encode())[0]
        assert len(table.rows) == 3


def test_control_characters_and_long_texts_are_left_to_the_rules_of_their_rows() -> None:
    table = read_file("x.jsonl", ('{"id":"a\0","title":"A\tB"}\n{"id":"b","title":"' + "x" * 10_000_001 + '"}\n').encode())[0]
    assert [list(row.cells) for row in table.rows][1] == ["a\0", "A\tB"]
    assert faults(table) == [(2, "'title' has 10,000,001 characters; at most 10,000,000 are read")]


def test_different_keys_in_every_object_are_a_fault() -> None:
    text = "\n".join(json.dumps({f"key{number}": "x"}) for number in range(2_000))
    with pytest.raises(InvalidInput, match="more than 1,000 different keys"):
        read_file("x.jsonl", text.encode())


def test_the_encoding_of_a_file_is_said() -> None:
    (notice,) = read_file("x.jsonl", '{"id":"a","title":"Café"}\n'.encode("cp1252"))[0].notices
    assert "Windows-1252" in notice.text


def test_an_object_that_is_too_large_to_be_held_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_files, "MAX_VALUE", 1_000)
    text = json.dumps({"lessons": [{"id": f"a{number}"} for number in range(200)]})
    with pytest.raises(InvalidInput, match="neither a list of objects nor one object per line"):
        read_file("x.json", text.encode())
    monkeypatch.setattr(json_files, "BLOCK", 100)
    with pytest.raises(InvalidInput, match="an entry of more than"):
        read_file("x.json", json.dumps([{"id": "a" * 5_000}]).encode())
