"""Restricted lessons stay restricted when an export is imported, also over an existing graph."""

from pathlib import Path

import pytest

from graph_service.graph import Graph
from graph_service.ingest import import_folder
from tests.ingest.sample_tables import ORGANISATION

AUDIENCES_QUERY = """
MATCH (lesson:Lesson)
OPTIONAL MATCH (lesson)<-[:REUSE_OF]-(reuse)
WITH lesson.id AS id, lesson.audience AS audience, collect(DISTINCT reuse.audience) AS reuses ORDER BY id
RETURN collect([id, audience, reuses])
"""


def write(folder: Path, lessons: str) -> Path:
    folder.mkdir(exist_ok=True)
    tables = ORGANISATION | {
        "lessons": lessons,
        "reuses": "id,lesson,person,project,reusedOn\nr1,l1,bo,tunnel,2024-07-01\n",
    }
    for table, text in tables.items():
        (folder / f"{table}.csv").write_text(text)
    return folder


@pytest.mark.parametrize(
    ("columns", "cells"),
    [
        ("audience", "NAMED"),
        ("restrictedToPeople", "ann"),
        ("audience,restrictedToPeople", ",ann"),
        ("restrictedToDepartments", "north"),
    ],
)
@pytest.mark.thorough
async def test_named_lesson_is_restricted_with_its_reuses(graph: Graph, tmp_path: Path, columns: str, cells: str) -> None:
    folder = write(tmp_path / "t", f"id,title,learnedOn,project,learnedBy,{columns}\nl1,T,2024-01-01,bridge,ann,{cells}\n")
    report = await import_folder(graph, folder)
    assert report.refusals == ()
    assert await graph.read(AUDIENCES_QUERY) == [["l1", "NAMED", ["NAMED"]]]
    assert all(table.loaded == 0 for table in (await import_folder(graph, folder)).tables)


@pytest.mark.thorough
async def test_column_that_is_missing_leaves_a_restriction(graph: Graph, tmp_path: Path) -> None:
    await import_folder(graph, write(tmp_path / "t", "id,title,learnedOn,project,learnedBy,audience\nl1,T,2024-01-01,bridge,ann,NAMED\n"))
    await import_folder(graph, write(tmp_path / "t", "id,title,learnedOn,restrictedToPeople\nl1,New,2024-01-01,\n"))
    assert await graph.read(AUDIENCES_QUERY) == [["l1", "NAMED", ["NAMED"]]]


@pytest.mark.thorough
async def test_restriction_of_an_existing_lesson_reaches_its_reuses(graph: Graph, tmp_path: Path) -> None:
    await import_folder(graph, write(tmp_path / "t", "id,title,learnedOn,project,learnedBy\nl1,T,2024-01-01,bridge,ann\n"))
    assert await graph.read(AUDIENCES_QUERY) == [["l1", None, []]]
    await import_folder(graph, write(tmp_path / "t", "id,title,learnedOn,audience\nl1,T,2024-01-01,NAMED\n"))
    assert await graph.read(AUDIENCES_QUERY) == [["l1", "NAMED", ["NAMED"]]]
