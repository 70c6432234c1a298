"""The language of imported lessons: a column, or recognised; their stems are written with them."""

from dataclasses import replace
from typing import Any

import pytest

from graph_service.callers import Caller, Role
from graph_service.domain.lessons.revise import ReviseLesson, revise_lesson
from graph_service.domain.undo.node_states import Node
from graph_service.errors import Conflict
from graph_service.graph import Graph
from graph_service.ingest import import_folder
from graph_service.ingest.importer import import_files
from graph_service.ingest.source_files import read_folder
from graph_service.ingest.undo.command import undo_import
from graph_service.ingest.undo.footprint import BatchFootprint
from graph_service.ingest.undo.states import read_committed_states
from graph_service.language.lesson_stems import STEMS, stem_properties
from graph_service.model.labels import Label
from tests.ingest.sample_tables import Write

COLUMNS = "id,title,context,learnedOn\n"
GERMAN = "Die Pumpen fielen aus weil niemand die Dichtungen geprüft hatte"
SPANISH = "Las bombas fallaron porque nadie había revisado las juntas"
LESSONS_QUERY = "MATCH (lesson:Lesson) WITH lesson ORDER BY lesson.id RETURN collect(lesson {.*})"


async def read(graph: Graph) -> dict[str, dict[str, Any]]:
    """The lessons by id. Fails if stems are not those of the texts in the language of a lesson."""
    lessons = await graph.read(LESSONS_QUERY)
    for lesson in lessons:
        expected = stem_properties(lesson, lesson.get("language"))
        assert {name: lesson.get(name) for name in STEMS.values()} == expected
    return {lesson["id"]: lesson for lesson in lessons}


async def languages(graph: Graph) -> dict[str, str | None]:
    return {id_: lesson.get("language") for id_, lesson in (await read(graph)).items()}


async def test_language_is_recognised_or_stated(graph: Graph, write: Write) -> None:
    rows = f"d,{GERMAN},,2021-01-01,\ns,{SPANISH},,2021-01-01,\nc,{GERMAN},,2021-01-01,EN\nk,Kran,,2021-01-01,\nb,Bad,,2021-01-01,german\n"
    report = await import_folder(graph, write(lessons="id,title,context,learnedOn,language\n" + rows))
    assert await languages(graph) == {"d": "de", "s": "es", "c": "en", "k": None}
    (refusal,) = report.refusals
    assert (refusal.field, refusal.value, refusal.rule) == (
        "language",
        "german",
        "a language must be a code of ISO 639-1, such as en or de",
    )


async def test_same_table_changes_nothing(graph: Graph, write: Write) -> None:
    for header, cell in (("", ""), (",language", ","), (",language", ",nl")):
        tables = write(lessons=f"id,title,context,learnedOn{header}\nd,{GERMAN},,2021-01-01{cell}\n")
        await import_folder(graph, tables)
        assert [table.loaded for table in (await import_folder(graph, tables)).tables] == [0]
    assert await languages(graph) == {"d": "nl"}


async def test_changed_texts_are_recognised_again_unless_the_language_was_corrected(graph: Graph, write: Write) -> None:
    await import_folder(graph, write(lessons=f"id,title,learnedOn,language\nd,{GERMAN},2021-01-01,\nn,{GERMAN},2021-01-01,nl\n"))
    await import_folder(graph, write(lessons=f"id,title,learnedOn\nd,{SPANISH},2021-01-01\nn,{SPANISH},2021-01-01\n"))
    assert await languages(graph) == {"d": "es", "n": "nl"}


async def test_empty_cell_leaves_the_language_to_the_texts_unless_cells_clear_values(graph: Graph, write: Write) -> None:
    columns = "id,title,learnedOn,language\n"
    await import_folder(graph, write(lessons=f"{columns}d,{GERMAN},2021-01-01,\nn,{GERMAN},2021-01-01,nl\n"))
    changed = read_folder(write(lessons=f"{columns}d,{SPANISH},2021-01-01,\nn,{SPANISH},2021-01-01,\n"), ["lessons"])
    report = await import_files(graph, changed)
    assert "language" not in {warning.field for warning in report.warnings}
    assert await languages(graph) == {"d": "es", "n": "nl"}
    await import_files(graph, changed, clear=True)
    assert await languages(graph) == {"d": "es", "n": "es"}


async def test_undone_import_leaves_the_stems_of_before(graph: Graph, write: Write) -> None:
    await import_folder(graph, write(lessons=f"id,title,learnedOn\nd,{GERMAN},2021-01-01\n"))
    before = await read(graph)
    report = await import_folder(graph, write(lessons=f"id,title,learnedOn,context\nd,{SPANISH},2021-01-01,Mucho.\ne,New,2021-01-01,\n"))
    assert report.number is not None
    await undo_import(graph, report.number)
    after = await read(graph)
    assert {id_: {**lesson, "revisedAt": None} for id_, lesson in after.items()} == {
        id_: {**lesson, "revisedAt": None} for id_, lesson in before.items()
    }


async def as_of_earlier_version(graph: Graph, number: int) -> None:
    """Makes what is kept to undo an import that of a version in which lessons had no language."""
    kept = BatchFootprint.from_bytes(await graph.read("MATCH (activity:Activity {seq: $seq}) RETURN activity.undo", {"seq": number}))
    states = await read_committed_states(graph, {Label.LESSON: [id_ for _, id_ in kept.states]})
    digests: dict[Node, str] = {node: state.without("language").digest() for node, state in states.items()}
    properties = {
        node: {name: value for name, value in changed.items() if name != "language"} for node, changed in kept.changed.properties.items()
    }
    earlier = replace(kept, states=digests, changed=replace(kept.changed, properties=properties))
    await graph.command("MATCH (activity:Activity {seq: $seq}) SET activity.undo = $undo", {"seq": number, "undo": earlier.to_bytes()})


async def import_before_languages(graph: Graph, write: Write) -> int:
    await import_folder(graph, write(lessons=f"id,title,learnedOn\nd,{GERMAN},2021-01-01\n"))
    report = await import_folder(graph, write(lessons=f"id,title,learnedOn\nd,{SPANISH},2021-01-01\n"))
    assert report.number is not None
    await as_of_earlier_version(graph, report.number)
    return report.number


async def test_import_of_a_version_without_languages_can_be_undone(graph: Graph, write: Write) -> None:
    number = await import_before_languages(graph, write)
    await undo_import(graph, number)
    assert (await read(graph))["d"]["title"] == GERMAN
    assert await languages(graph) == {"d": "de"}


async def test_import_of_a_version_without_languages_is_not_undone_over_a_correction(graph: Graph, write: Write) -> None:
    number = await import_before_languages(graph, write)
    curator = Caller("token:pmo", "pmo", None, Role.CURATOR)
    await revise_lesson(graph, ReviseLesson(lesson="d", language="pt"), caller=curator)
    with pytest.raises(Conflict, match="'d' has been changed again since \\(reviseLesson by pmo"):
        await undo_import(graph, number)
    assert await languages(graph) == {"d": "pt"}
