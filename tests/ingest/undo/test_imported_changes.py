"""What an import changes in lessons and reuses is kept like what mutations change: earlier versions, and the values before and after."""

from pathlib import Path
from typing import Any, Final

import pytest

from graph_service.api.context import Context, Resources
from graph_service.api.schema import schema
from graph_service.backup import back_up, restore
from graph_service.callers import Caller, Role
from graph_service.domain.lessons import versions
from graph_service.domain.lessons.restore_version import RestoreLessonVersion, restore_lesson_version
from graph_service.domain.organisation.erasure import ErasePerson, erase_person
from graph_service.errors import NotFound
from graph_service.graph import Graph
from graph_service.ingest import Report, import_files, import_folder
from graph_service.ingest.source_files import read_folder
from graph_service.ingest.tables import TABLE_SPECS
from graph_service.ingest.undo import undo_import
from tests.callers import token_of
from tests.conftest import ROOT
from tests.ingest.sample_tables import ORGANISATION, Write

ADMINISTRATOR: Final = token_of("root", Role.ADMINISTRATOR)
CURATOR: Final = Caller("token:pmo", "pmo", None, Role.CURATOR)
ANN: Final = token_of("ann", Role.CONTRIBUTOR)
VERSIONS: Final = '{ lessonVersions(lesson: "l1") { number title context caller } }'
LOG: Final = "query($of: ID!) { activity(subject: $of) { seq action subjectLabel subjectId changed values { name before after } } }"
KEPT: Final = "MATCH (change:ImportedChange) RETURN count(change)"


async def read(graph: Graph, query: str, caller: Caller = CURATOR, **variables: Any) -> Any:
    resources = Resources.create(graph, max_cost=10**6, min_group=1, answer_timeout=60)
    result = await schema.execute(query, variables, Context(resources, caller))
    assert result.errors is None, result.errors
    return result.data


async def change(graph: Graph, folder: Path) -> Report:
    """Imports tables as the administrator."""
    return await import_files(graph, read_folder(folder, list(TABLE_SPECS)), caller=ADMINISTRATOR)


async def import_texts(graph: Graph, write: Write, context: str) -> int:
    report = await change(graph, write(lessons=f"id,context\nl1,{context}\n"))
    assert report.number is not None
    return report.number


async def test_version_that_an_import_replaced_can_be_restored(graph: Graph, write: Write) -> None:
    await import_folder(graph, write(ORGANISATION))
    assert await graph.read(KEPT) == 0  # new nodes have no earlier values
    first, second = [await import_texts(graph, write, text) for text in ("Steel came late", "Steel never came")]
    found = (await read(graph, VERSIONS))["lessonVersions"]
    assert [(each["number"], each["context"], each["caller"]) for each in found] == [
        (second, "Steel came late", "root"),
        (first, None, "root"),
    ]
    await restore_lesson_version(graph, RestoreLessonVersion(lesson="l1", version=second, confirm=True), caller=CURATOR)
    assert (await read(graph, '{ lesson(id: "l1") { context } }'))["lesson"] == {"context": "Steel came late"}
    assert len((await read(graph, VERSIONS))["lessonVersions"]) == 3
    with pytest.raises(NotFound, match="version is 99"):
        await restore_lesson_version(graph, RestoreLessonVersion(lesson="l1", version=99), caller=CURATOR)


async def test_log_of_a_lesson_or_reuse_shows_what_imports_changed(graph: Graph, write: Write) -> None:
    await import_folder(graph, write(ORGANISATION))
    number = await import_texts(graph, write, "Steel came late")
    [entry] = (await read(graph, LOG, of="l1"))["activity"]
    assert entry == {
        "seq": number, "action": "IMPORT", "subjectLabel": "Lesson", "subjectId": "l1", "changed": ["context"],
        "values": [{"name": "context", "before": None, "after": "Steel came late"}],
    }  # fmt: skip
    await change(graph, write(reuses="id,note\nr1,Again\n"))
    [entry] = (await read(graph, LOG, of="r1"))["activity"]
    assert entry["values"] == [{"name": "note", "before": None, "after": "Again"}]
    everything = await read(graph, "{ activity { action subjectId values { name } } }")
    assert everything["activity"][-1] == {"action": "IMPORT", "subjectId": None, "values": None}
    assert (await read(graph, LOG, ANN, of="l1"))["activity"] == []


@pytest.mark.thorough
async def test_a_backup_contains_what_imports_changed(graph: Graph, write: Write, tmp_path: Path) -> None:
    await import_folder(graph, write(ORGANISATION))
    await import_texts(graph, write, "Steel came late")
    before = await read(graph, VERSIONS)
    await back_up(graph, tmp_path / "backup.zip")
    await restore(graph, tmp_path / "backup.zip", ROOT / "schema", replace=True)
    assert await read(graph, VERSIONS) == before


@pytest.mark.thorough
async def test_undone_import_leaves_no_version(graph: Graph, write: Write) -> None:
    await import_folder(graph, write(ORGANISATION))
    await undo_import(graph, await import_texts(graph, write, "Steel came late"))
    assert (await read(graph, VERSIONS))["lessonVersions"] == []


async def test_only_the_latest_versions_are_kept(graph: Graph, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "MAX_VERSIONS", 2)
    await import_folder(graph, write(ORGANISATION))
    for text in ("one", "two", "three"):
        await import_texts(graph, write, text)
    assert [each["context"] for each in (await read(graph, VERSIONS))["lessonVersions"]] == ["two", "one"]


@pytest.mark.thorough
async def test_erasing_a_person_removes_what_imports_changed(graph: Graph, write: Write) -> None:
    await import_folder(graph, write(ORGANISATION))
    await import_texts(graph, write, "Ask Ann")
    await change(graph, write(reuses="id,note\nr1,Again\n"))
    assert await graph.read(KEPT) == 2
    people = await graph.read("MATCH (:Lesson|Reuse)-[:LEARNED_BY|REUSED_BY]->(person) RETURN collect(DISTINCT person.id)")
    for person in people:
        await erase_person(graph, ErasePerson(person=person, confirm=True), caller=ADMINISTRATOR)
    assert await graph.read(KEPT) == 0
