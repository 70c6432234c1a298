"""Columns that nothing matches are kept as additional fields: by name, bounded, found by a search, and exported again."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.export import Format
from graph_service.graph import Graph
from graph_service.ingest import Report, import_files, import_folder
from graph_service.ingest.conversion import Choices, PreparedImport, prepare
from graph_service.ingest.input_files import read_upload
from graph_service.name_values import MAX_FIELDS, MAX_TEXT, MAX_VALUE, bound_pairs, clean_name, format_pairs, parse_pairs
from tests.export.contents import read_contents
from tests.export.test_round_trip import export_and_import
from tests.ingest.sample_tables import ORGANISATION, Write

REGISTER = 'Ref;Lesson Title;Date Raised;Budget line;Lessons board\nL-1;Order steel early;30/06/2021;"KB 12";"Agreed by Ümit\nwith a note: urgent"\n'
FIELDS = [("Budget line", "KB 12"), ("Lessons board", "Agreed by Ümit\nwith a note: urgent")]
EXTRA = "MATCH (n {id: $id}) RETURN n.extra"
SEARCH = "CALL db.index.fulltext.queryNodes('lesson_text', $text) YIELD node RETURN collect(node.id)"


async def load(graph: Graph, text: str, name: str = "register.csv", *, clear: bool = False) -> tuple[PreparedImport, Report]:
    input_files = read_upload([(name, text.encode())])
    prepared = await prepare(graph, input_files.exact, input_files.proposals, Choices(accept=True))
    return prepared, await import_files(graph, prepared.files, unknown=prepared.rules, clear=clear)


async def fields(graph: Graph, id_: str = "L-1") -> list[tuple[str, str]]:
    text = await graph.read(EXTRA, {"id": id_})
    return parse_pairs(text) if text else []


async def test_columns_that_nothing_matches_are_kept_and_found(graph: Graph) -> None:
    prepared, _ = await load(graph, REGISTER)
    assert await fields(graph) == FIELDS
    assert any("kept as additional fields: 'Budget line', 'Lessons board'" in notice.text for notice in prepared.notices)
    assert await graph.read(SEARCH, {"text": "urgent"}) == ["L-1"]
    assert await graph.read(SEARCH, {"text": "ümit"}) == ["L-1"]
    _, again = await load(graph, REGISTER)
    assert again.table("lessons").unchanged == 1


async def test_a_file_changes_only_its_own_fields(graph: Graph) -> None:
    await load(graph, REGISTER)
    await load(graph, "Ref;Lesson Title;Date Raised;Budget line;Priority\nL-1;Order steel early;30/06/2021;;High\n")
    assert await fields(graph) == [*FIELDS, ("Priority", "High")]
    await load(graph, "Ref;Lesson Title;Date Raised;Budget line\nL-1;Order steel early;30/06/2021;\n", clear=True)
    assert await fields(graph) == [FIELDS[1], ("Priority", "High")]


async def test_a_column_that_was_left_out_is_not_kept(graph: Graph) -> None:
    input_files = read_upload([("register.csv", REGISTER.encode())], overrides={"Budget line": None})
    prepared = await prepare(graph, input_files.exact, input_files.proposals, Choices(accept=True))
    await import_files(graph, prepared.files)
    assert await fields(graph) == FIELDS[1:]


async def test_personal_data_and_columns_of_the_service_are_not_kept(graph: Graph) -> None:
    await load(graph, "Employee ID,Full Name,Date of birth,Desk\n7,Ada Brook,1980-01-01,B 12\n", "staff.csv")
    assert await fields(graph, "7") == [("Desk", "B 12")]
    await load(graph, "Ref;Lesson Title;Date Raised;Graph: status;Graph: reused by\nL-2;Order steel early;30/06/2021;new;2 by Ops\n")
    assert await fields(graph, "L-2") == []


@pytest.mark.parametrize("file_format", [Format.CSV, Format.JSONL, Format.XLSX])
@pytest.mark.thorough
async def test_additional_fields_are_exported_and_imported_again(graph: Graph, write: Write, tmp_path: Path, file_format: Format) -> None:
    await import_folder(graph, write(ORGANISATION))
    await load(graph, REGISTER)
    await load(graph, "Project ID,Project Name,Start Date,Budget code,Empty\nbridge,Bridge,2021-01-01,=1+1,\n", "projects-list.csv")
    before = await read_contents(graph)
    assert await fields(graph, "bridge") == [("Budget code", "=1+1")]
    await export_and_import(graph, tmp_path / "out", file_format)
    assert await read_contents(graph) == before


async def test_too_long_and_too_many_fields_are_cut_and_said(graph: Graph) -> None:
    headers = [f"Field {number}" for number in range(MAX_FIELDS + 5)]
    text = f"Ref;Lesson Title;Date Raised;{';'.join(headers)}\nL-1;Order steel early;30/06/2021;{'x' * 20_000};{';'.join('value' for _ in headers[1:])}\n"
    prepared, _ = await load(graph, text)
    kept = await fields(graph)
    assert (len(kept), len(kept[0][1]), kept[0][1][-1]) == (MAX_FIELDS, MAX_VALUE, "…")
    said = " ".join(notice.text for notice in prepared.notices)
    assert "additional fields are cut after 10,000 characters each and 30,000 together: in 1 rows, first in line 2 (Field 0)" in said
    assert "5 columns are not read: 'Field 50'" in said


async def test_cell_with_something_else_is_refused(graph: Graph, write: Write) -> None:
    report = await import_folder(graph, write(topics="id,name,extra\na,A,Owner: Ada\nb,B,no colon here\n"))
    assert [(refusal.line, refusal.field) for refusal in report.refusals] == [(3, "extra")]
    assert report.refusals[0].rule.startswith("additional fields must be lines like Name: value")
    assert await fields(graph, "a") == [("Owner", "Ada")]


NAMES = st.text(min_size=1, max_size=30).map(clean_name).filter(bool)


@given(
    st.dictionaries(NAMES, st.text(st.characters(exclude_categories=["Cs"]), max_size=80).map(lambda text: text.replace("\r", "").strip()))
)
def test_text_of_pairs_gives_the_pairs(values: dict[str, str]) -> None:
    assert parse_pairs(format_pairs(values.items())) == list(values.items()) if values else True


@given(st.lists(st.tuples(NAMES, st.text(max_size=30_000)), max_size=80))
def test_bounded_pairs_fit_into_a_cell(pairs: list[tuple[str, str]]) -> None:
    text, _ = bound_pairs(pairs)
    assert len(text) <= MAX_TEXT
