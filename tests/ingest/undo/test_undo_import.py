"""Undo of a whole import restores exactly what was there before, or says what prevents it."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from graph_service.callers import Role
from graph_service.domain.lessons.record import RecordLesson, record_lesson
from graph_service.domain.lessons.restrictions import RestrictLesson, restrict_lesson
from graph_service.domain.lessons.revise import ReviseLesson, revise_lesson
from graph_service.domain.organisation.memberships import MoveMember, move_member
from graph_service.domain.topics import CreateTopic, create_topic
from graph_service.domain.undo.command import Undo, undo
from graph_service.domain.undo.footprint import compare
from graph_service.errors import Conflict, Forbidden, NotFound
from graph_service.graph import Graph
from graph_service.ingest import Report, batches, import_folder
from graph_service.ingest.importer import import_files
from graph_service.ingest.source_files import read_folder
from graph_service.ingest.tables import TABLE_SPECS
from graph_service.ingest.undo import footprint as footprints
from graph_service.ingest.undo import list_imports, undo_import
from graph_service.ingest.undo.states import IMPORT_STATES_STATEMENT
from tests.callers import token_of
from tests.export.contents import content_hash, read_contents
from tests.ingest.sample_tables import ORGANISATION, Write
from tests.ingest.undo.random_tables import RandomTables
from tests.thorough import thorough_one_in

LESSON = RecordLesson(
    id="new", title="New", recommendation="Do it", learned_on="2022-01-01", learners=["ann"], project="bridge", confirm=True
)
KEPT = "MATCH (a:Activity) WHERE a.undo IS NOT NULL RETURN count(a)"
ACTIONS = "MATCH (a:Activity) WITH a ORDER BY a.seq RETURN collect(a.action)"


def number_of(report: Report) -> int:
    assert report.number is not None
    return report.number


@pytest.mark.parametrize("seed", thorough_one_in(30, range(60)))
async def test_undo_restores_the_graph_of_random_tables(graph: Graph, write: Write, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """In batches of a few rows. Two imports are undone one after the other."""
    monkeypatch.setattr(batches, "ROWS_PER_BATCH", 3)
    random = RandomTables(seed)
    states, numbers = list[Any](), list[int]()
    for _ in range(3):
        states.append(await read_contents(graph, without=()))
        report = await import_folder(graph, write(random.tables()))
        numbers.append(number_of(report))
    while numbers:
        await undo_import(graph, numbers.pop())
        assert await read_contents(graph, without=()) == states.pop()
    assert await graph.read(KEPT) == 0


async def test_undone_import_leaves_the_hash_and_one_change_for_each_batch(graph: Graph, write: Write) -> None:
    await import_folder(graph, write(ORGANISATION))
    before = await content_hash(graph, without=())
    second = ORGANISATION["lessons"].replace("early", "late") + "l2,Ask twice,2021-04-01,bo,tunnel,claims\n"
    report = await import_folder(graph, write(lessons=second))
    actions: list[str] = await graph.read(ACTIONS)
    undone = await undo_import(graph, number_of(report))
    assert (undone.batches, undone.removed, undone.restored) == (1, 1, 1)
    assert await content_hash(graph, without=()) == before
    assert (await graph.read(ACTIONS))[len(actions) :] == ["undoImport"]
    with pytest.raises(Conflict, match="already undone"):
        await undo_import(graph, number_of(report))
    with pytest.raises(NotFound, match="no import with the number 99"):
        await undo_import(graph, 99)


async def test_import_is_not_undone_while_something_depends_on_it(graph: Graph, write: Write) -> None:
    report = await import_folder(graph, write(ORGANISATION))
    before = await content_hash(graph)
    recorded = await record_lesson(graph, LESSON, caller=token_of("maria"))
    with pytest.raises(Conflict, match=r"is needed by the lesson 'new' \(recordLesson by maria on 20\d\d-\d\d-\d\d at \d\d:\d\d UTC\)"):
        await undo_import(graph, number_of(report))
    await undo(graph, Undo(activity=recorded.seq), caller=token_of("maria"))
    assert await content_hash(graph) == before
    await undo_import(graph, number_of(report))
    assert await read_contents(graph) == []


async def test_undo_does_not_name_what_the_curator_may_not_read(graph: Graph, write: Write) -> None:
    await import_folder(graph, write({name: table for name, table in ORGANISATION.items() if name != "lessons"}))
    curator, ann = token_of("maria", Role.CURATOR), token_of("ann")
    files = read_folder(write(lessons="id,title,learnedOn\nbase,Base,2021-01-01\nother,Other,2021-01-01\n"), ["lessons"])
    report = await import_files(graph, files, caller=curator)
    restricted = replace(LESSON, builds_on=["base"], restricted=True)
    made = await record_lesson(graph, restricted, caller=ann)
    with pytest.raises(Conflict) as needed:
        await undo_import(graph, number_of(report), caller=curator)
    assert needed.value.message.startswith("The lesson 'base' is needed by a lesson that not everybody may read. Undo")
    await undo(graph, Undo(activity=made.seq), caller=ann)
    await restrict_lesson(graph, RestrictLesson(lesson="other"), caller=ann)
    with pytest.raises(Conflict) as changed:
        await undo_import(graph, number_of(report), caller=curator)
    assert changed.value.message.startswith("A lesson that not everybody may read has been changed again since. Undo")
    with pytest.raises(Conflict, match=r"The lesson 'other' has been changed again since \(restrictLesson by ann"):
        await undo_import(graph, number_of(report))


async def test_import_is_not_undone_when_its_nodes_were_changed_again(graph: Graph, write: Write) -> None:
    first = await import_folder(graph, write(ORGANISATION))
    second = await import_folder(graph, write(lessons="id,context\nl1,Steel came late\n"))
    await revise_lesson(graph, ReviseLesson(lesson="l1", context="Steel came early"), caller=token_of("maria", Role.CURATOR))
    before = await content_hash(graph)
    for report in (first, second):
        with pytest.raises(Conflict, match=r"lesson 'l1' has been changed again since \(reviseLesson by maria"):
            await undo_import(graph, number_of(report))
    assert await content_hash(graph) == before


async def test_later_import_is_undone_first(graph: Graph, write: Write) -> None:
    first = await import_folder(graph, write(ORGANISATION))
    second = await import_folder(graph, write(topics="id,name,broader\nrisk,Risk,money\n"))
    with pytest.raises(Conflict, match=r"topic 'money' is needed by the topic 'risk' \(an import"):
        await undo_import(graph, number_of(first))
    await undo_import(graph, number_of(second))
    await undo_import(graph, number_of(first))
    assert await read_contents(graph) == []


@pytest.mark.thorough
async def test_changes_of_other_nodes_do_not_prevent_it(graph: Graph, write: Write) -> None:
    await import_folder(graph, write(ORGANISATION))
    report = await import_folder(
        graph,
        write(
            topics="id,name\nrisk,Risk\n", memberships="person,department,from,to\nann,all,2024-01-01,\nann,north,2020-01-01,2024-01-01\n"
        ),
    )
    await create_topic(graph, CreateTopic(id="other", name="Other"))
    await move_member(graph, MoveMember(person="bo", department="all", on="2025-01-01"))
    await undo_import(graph, number_of(report))
    assert await graph.read("MATCH (t:Topic) WITH t.id AS id ORDER BY id RETURN collect(id)") == ["claims", "money", "other"]


async def test_change_by_hand_prevents_it(graph: Graph, write: Write) -> None:
    await import_folder(graph, write(ORGANISATION))
    report = await import_folder(graph, write(lessons="id,context\nl1,Steel came late\n"))
    await graph.command("MATCH (l:Lesson {id: 'l1'}) SET l.title = 'By hand'")
    with pytest.raises(Conflict, match=r"lesson 'l1' has been changed again since\. Undo"):
        await undo_import(graph, number_of(report))


async def test_only_the_importer_and_administrators_undo_it(graph: Graph, write: Write) -> None:
    report = await import_folder(graph, write(ORGANISATION))
    with pytest.raises(Forbidden, match="Only the person who imported, and administrators"):
        await undo_import(graph, number_of(report), caller=token_of("maria", Role.CURATOR))
    await undo_import(graph, number_of(report), caller=token_of("boss", Role.ADMINISTRATOR))
    assert await list_imports(graph) != []


async def test_old_and_large_imports_are_not_undone(graph: Graph, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    report = await import_folder(graph, write(ORGANISATION))
    await graph.command("MATCH (a:Activity) SET a.at = a.at - duration({hours: 25})")
    with pytest.raises(Conflict, match="only within 24 hours"):
        await undo_import(graph, number_of(report))
    monkeypatch.setattr("graph_service.ingest.undo.recorder.MAX_KEPT", 10_000)
    large = await import_folder(graph, write(topics="id,name\nrisk,Risk\n", lessons=ORGANISATION["lessons"].replace("early", "late")))
    monkeypatch.setattr("graph_service.ingest.undo.recorder.MAX_KEPT", 100)
    assert large.is_undoable
    large = await import_folder(graph, write(topics="id,name\nrisk,Risks\n", lessons=ORGANISATION["lessons"]))
    assert not large.is_undoable
    with pytest.raises(Conflict, match="too large to be undone"):
        await undo_import(graph, number_of(large))


async def test_stopped_undo_is_continued_by_the_same_call(graph: Graph, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "ROWS_PER_BATCH", 1)
    report = await import_folder(graph, write(ORGANISATION))

    def stop(done: int, total: int) -> None:
        assert total > 8
        if done == 4:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await undo_import(graph, number_of(report), progress=stop)
    assert await read_contents(graph) != []
    assert (await undo_import(graph, number_of(report))).batches > 4
    assert await read_contents(graph) == []


async def test_command_between_two_batches_of_the_undo(graph: Graph, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not depend on the import is kept; what does stops the undo, which goes on once that was undone."""
    monkeypatch.setattr(batches, "ROWS_PER_BATCH", 1)
    report = await import_folder(graph, write(ORGANISATION))
    tasks: list[asyncio.Task[Any]] = []

    def meddle(done: int, _: int) -> None:
        if done == 3:
            tasks.append(asyncio.create_task(create_topic(graph, CreateTopic(id="other", name="Other"))))

    await undo_import(graph, number_of(report), progress=meddle)
    await asyncio.gather(*tasks)
    assert await graph.read("MATCH (n) WHERE NOT n:Activity AND NOT n:Sequence AND NOT n:Migration RETURN collect(n.id)") == ["other"]


def test_states_hold_every_relationship_that_an_import_writes() -> None:
    """A new relationship of departments, people, projects or topics must be added to the query; of other nodes all are read."""
    for spec in TABLE_SPECS.values():
        queries = [spec.relationship, *(column.relationship for column in spec.columns)]
        for query in filter(None, queries):
            kind = query.create.partition("[:")[2].partition("]")[0].split()[0]
            of_all = batches.source_label(spec).value in ("Lesson", "Reuse", "Rundown", "Conversation", "Task")
            assert of_all or f":{kind}" in IMPORT_STATES_STATEMENT or f"|{kind}" in IMPORT_STATES_STATEMENT, kind


def test_footprint_is_read_back_as_it_was() -> None:
    kept = footprints.BatchFootprint({}, compare({}, {}), {})
    assert footprints.BatchFootprint.from_bytes(kept.to_bytes()) == kept
