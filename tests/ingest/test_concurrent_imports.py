"""An import beside other writes and other imports: every row is checked against the graph that it is written to."""

import asyncio
from pathlib import Path
from random import Random
from typing import Any

import pytest

from graph_service.domain import commands
from graph_service.domain.activity import ImportInProgress
from graph_service.domain.lessons.record import RecordLesson, record_lesson
from graph_service.domain.organisation.memberships import MoveMember, move_member
from graph_service.domain.organisation.people import AddPerson, UpdatePerson, add_person, update_person
from graph_service.errors import Conflict
from graph_service.graph import Graph, WriteTransaction
from graph_service.ingest import Report, batches, import_folder, importer, lease
from tests.ingest.sample_tables import ORGANISATION, Write, dump

MEMBERSHIPS = """
MATCH (person:Person)-[membership:MEMBER_OF]->(department)
WITH [person.id, department.id, toString(membership.from), toString(membership.to)] AS row ORDER BY row
RETURN collect(row)
"""
OVERLAPS = """
MATCH (department)<-[membership:MEMBER_OF]-(person:Person)-[other:MEMBER_OF]->(second)
WHERE membership.from <= other.from AND (membership.to IS NULL OR other.from < membership.to)
RETURN count(*)
"""
LEASES = "MATCH (sequence:Sequence) RETURN [key IN keys(sequence) WHERE key STARTS WITH 'import']"
REORGANISATION = "person,department,from,to\nann,north,2020-01-01,2024-01-01\nann,all,2024-01-01,\n"
MOVE = MoveMember(person="ann", department="south", on="2024-02-01")


@pytest.fixture
def before_load(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes an import run functions after its rows were checked and before they are written, one in each round."""

    def set_steps(*steps: Any) -> None:
        remaining, load = list(steps), importer.load

        async def load_after_step(*arguments: Any) -> None:
            if remaining:
                await remaining.pop(0)()
            await load(*arguments)

        monkeypatch.setattr(importer, "load", load_after_step)

    return set_steps


@pytest.mark.thorough
async def test_rows_are_checked_again_when_a_command_has_changed_the_graph(graph: Graph, write: Write, before_load: Any) -> None:
    await import_folder(graph, write(ORGANISATION))
    before_load(lambda: move_member(graph, MOVE))
    report = await import_folder(graph, write(memberships=REORGANISATION))
    assert [(refusal.line, refusal.field) for refusal in report.refusals] == [(3, "from")]
    table = report.table("memberships")
    assert (table.new, table.changed, table.unchanged, table.refused) == (0, 1, 0, 1)
    assert (await graph.read(MEMBERSHIPS))[:2] == [["ann", "north", "2020-01-01", "2024-01-01"], ["ann", "south", "2024-02-01", None]]


@pytest.mark.thorough
async def test_no_race_of_a_move_with_an_import_leaves_two_home_departments(graph: Graph, write: Write) -> None:
    folder, random = write(memberships=REORGANISATION), Random(7)
    await import_folder(graph, write(ORGANISATION))

    async def move_later() -> None:
        await asyncio.sleep(random.uniform(0, 0.12))
        await move_member(graph, MOVE)

    for _ in range(12):
        await graph.command("MATCH (:Person {id: 'ann'})-[membership:MEMBER_OF]->() DELETE membership")
        await move_member(graph, MoveMember(person="ann", department="north", on="2020-01-01"))
        await asyncio.gather(import_folder(graph, folder), move_later(), return_exceptions=True)
        assert await graph.read(OVERLAPS) == 0, await graph.read(MEMBERSHIPS)


@pytest.mark.thorough
async def test_the_same_folder_imported_twice_at_once_gives_the_same_graph_as_once(graph: Graph, write: Write) -> None:
    folder = write(ORGANISATION)
    await import_folder(graph, folder)
    once = await dump(graph)
    await graph.command("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    waited: list[lease.OtherImport] = []
    reports = await asyncio.gather(*(import_folder(graph, folder, on_wait=waited.append) for _ in range(2)))
    assert await dump(graph) == once
    loaded = sorted(sum(table.loaded for table in report.tables) for report in reports)
    assert loaded == [0, sum(table.unchanged for report in reports for table in report.tables)]
    assert waited[0].importer.startswith("process ")
    assert await graph.read(LEASES) == []


async def test_rows_written_before_an_interruption_count_as_loaded(graph: Graph, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four batches of one person each; a person is added after the first."""
    monkeypatch.setattr(batches, "ROWS_PER_BATCH", 1)
    await import_folder(graph, write(people="id,name\na,A\n"))
    tasks: list[Any] = []
    lock = lease.ImportLease.lock

    async def lock_after_command(self: lease.ImportLease, tx: WriteTransaction, expected_position: int) -> None:
        if len(tasks) == 1:
            await add_person(graph, AddPerson(id="z", name="Z"))
        tasks.append(expected_position)
        await lock(self, tx, expected_position)

    monkeypatch.setattr(lease.ImportLease, "lock", lock_after_command)
    report = await import_folder(graph, write(people="id,name\na,Ann\nb,B\nc,C\nz,Z\n"))
    table = report.table("people")
    assert (report.written, table.new, table.changed, table.unchanged) == (True, 2, 1, 1)
    assert len(tasks) > 3


@pytest.mark.thorough
async def test_strict_import_writes_nothing_when_a_row_breaks_a_rule_only_after_a_change(
    graph: Graph, write: Write, before_load: Any
) -> None:
    await import_folder(graph, write(ORGANISATION))
    before_load(lambda: move_member(graph, MOVE))
    before = await graph.read(MEMBERSHIPS)
    report = await import_folder(graph, write(memberships=REORGANISATION, topics="id,name\nnew,New\n"), strict=True)
    assert (report.written, len(report.refusals)) == (False, 1)
    assert [row for row in await graph.read(MEMBERSHIPS) if row[0] == "bo"] == [row for row in before if row[0] == "bo"]
    assert await graph.read("MATCH (topic:Topic {id: 'new'}) RETURN count(topic)") == 0


async def test_strict_import_that_has_begun_to_write_says_what_it_loaded(
    graph: Graph, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    await import_folder(graph, write(ORGANISATION))
    batches = 0
    lock = lease.ImportLease.lock

    async def lock_after_command(self: lease.ImportLease, tx: WriteTransaction, expected_position: int) -> None:
        nonlocal batches
        batches += 1
        if batches == 2:
            await move_member(graph, MOVE)
        await lock(self, tx, expected_position)

    monkeypatch.setattr(lease.ImportLease, "lock", lock_after_command)
    tables = write(topics="id,name\nnew,New\n", memberships=REORGANISATION)
    with pytest.raises(
        Conflict, match=r"since then 1 rows break a rule\. The first is in memberships\.csv, line 3: .*Loaded so far: topics 1\."
    ):
        await import_folder(graph, tables, strict=True)


@pytest.mark.thorough
async def test_an_import_that_is_interrupted_again_and_again_makes_commands_wait(
    graph: Graph, write: Write, before_load: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "IMPORT_WAIT_SECONDS", 60.0)
    waiting: list[asyncio.Task[Any]] = []
    names = iter("ABCDEFGH")
    rename = lambda: update_person(graph, UpdatePerson(person="bo", name=next(names)))  # noqa: E731

    async def record_meanwhile() -> None:
        lesson = RecordLesson(id="l2", title="T", learned_on="2024-01-01", learners=["bo"], project="bridge")
        waiting.extend(map(asyncio.create_task, (rename(), record_lesson(graph, lesson))))
        await asyncio.sleep(0.5)
        assert not any(task.done() for task in waiting)

    await import_folder(graph, write(ORGANISATION))
    before_load(rename, rename, record_meanwhile)
    report = await import_folder(graph, write(topics="id,name\nnew,New\n"))
    assert report.table("topics").new == 1
    assert [(await task).id for task in waiting] == ["bo", "l2"]


async def test_commands_that_wait_too_long_are_refused(
    graph: Graph, write: Write, before_load: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "IMPORT_WAIT_SECONDS", 0.0)
    monkeypatch.setattr(importer, "SHARED_ROUNDS", 0)

    async def rename() -> None:
        with pytest.raises(ImportInProgress, match=r"An import is running \(process \d+ on .*Try again"):
            await update_person(graph, UpdatePerson(person="bo", name="Bob"))
        with pytest.raises(ImportInProgress):
            await record_lesson(graph, RecordLesson(title="T", learned_on="2024-01-01", learners=["bo"], project="bridge"))

    await import_folder(graph, write(ORGANISATION))
    before_load(rename)
    await import_folder(graph, write(topics="id,name\nnew,New\n"))
    await update_person(graph, UpdatePerson(person="bo", name="Bob"))


async def test_an_import_gives_up_when_the_graph_changes_in_every_round(graph: Graph, write: Write, before_load: Any) -> None:
    """Such as by a program that writes to Neo4j directly and counts its changes."""
    await import_folder(graph, write(ORGANISATION))

    async def write_directly() -> None:
        await graph.command("MATCH (s:Sequence) SET s.value = s.value + 1 CREATE (:Activity {seq: s.value, action: 'somethingElse'})")

    before_load(*[write_directly] * importer.MAX_ROUNDS)
    with pytest.raises(
        Conflict, match=r"changed by others 6 times while the import ran\. Nothing was loaded\. Import the same files again"
    ):
        await import_folder(graph, write(topics="id,name\nnew,New\n"))
    assert await graph.read(LEASES) == []


async def hold_lease(graph: Graph) -> lease.ImportLease:
    """The lease of an import that was killed: nobody renews or releases it."""
    killed = lease.ImportLease(graph, "killed", "process 1 on elsewhere")
    await killed.acquire(lambda _: None)
    return killed


@pytest.mark.thorough
async def test_the_lease_of_a_killed_import_expires(graph: Graph, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "LEASE_SECONDS", 1.0)
    await hold_lease(graph)
    waited: list[lease.OtherImport] = []
    report = await import_folder(graph, write(ORGANISATION), on_wait=waited.append)
    assert report.table("people").new == 2
    assert {other.importer for other in waited} == {"process 1 on elsewhere"}


async def test_an_import_that_waits_too_long_names_the_other_one(graph: Graph, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "WAIT_SECONDS", 0.0)
    await hold_lease(graph)
    with pytest.raises(
        Conflict, match=r"Another import \(process 1 on elsewhere\) has been running since 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ\. Wait"
    ):
        await import_folder(graph, write(ORGANISATION))


@pytest.mark.thorough
async def test_an_import_that_lost_its_lease_checks_its_rows_again(graph: Graph, write: Write, before_load: Any) -> None:
    """Its process was suspended: another import took the lease and wrote."""
    folder: Path = write(ORGANISATION)

    async def lose() -> None:
        await graph.command("MATCH (sequence:Sequence) SET sequence.importUntil = datetime.realtime('Z')")
        other = await hold_lease(graph)
        asyncio.get_running_loop().call_later(0.6, lambda: tasks.append(asyncio.create_task(other.release())))

    tasks: list[Any] = []
    before_load(lose)
    report: Report = await import_folder(graph, folder)
    assert (report.table("people").new, len(tasks)) == (2, 1)


@pytest.mark.thorough
async def test_a_long_check_keeps_the_lease(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "LEASE_SECONDS", 0.8)
    async with lease.import_lease(graph) as held:
        await held.acquire(lambda _: None)
        await asyncio.sleep(2)
        assert await graph.read("MATCH (s:Sequence) RETURN s.importUntil > datetime.realtime('Z')")


async def test_an_import_into_an_empty_graph_gives_it_an_id(graph: Graph, write: Write) -> None:
    await graph.command("MATCH (sequence:Sequence) DELETE sequence")
    await import_folder(graph, write(departments="id,name\na,A\n"))
    assert await graph.read("MATCH (sequence:Sequence) RETURN sequence.graph IS NOT NULL")
