"""Columns are brought up to date in the background, and callers wait for them after an import instead of getting old ones."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import Any

import pytest

from graph_service.analysis.columns import activity_log, snapshot
from graph_service.analysis.columns.snapshot import Snapshot, SnapshotCache, load
from graph_service.domain.organisation.people import AddPerson, add_person
from graph_service.errors import Timeout
from graph_service.graph import Graph
from graph_service.ingest import batches, import_folder

SEED = Path(__file__).parents[3] / "seed"
PATIENCE = 60.0
BATCH = "MATCH (s:Sequence) SET s.value = s.value + 1 CREATE (:Activity {seq: s.value, at: datetime(), action: 'IMPORT'})"


class Loads:
    """Counts the loads, and holds them up while `proceed` is not set."""

    def __init__(self) -> None:
        self.count = 0
        self.proceed = asyncio.Event()
        self.proceed.set()

    async def __call__(self, graph: Graph, min_group: int) -> Snapshot:
        self.count += 1
        await self.proceed.wait()
        return await load(graph, min_group)


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> Loads:
    counted = Loads()
    monkeypatch.setattr(snapshot, "load", counted)
    monkeypatch.setattr(snapshot, "REFRESH_WAIT_SECONDS", 0.01)
    monkeypatch.setattr(snapshot, "POLL_SECONDS", 0.05)
    return counted


@contextlib.asynccontextmanager
async def following(graph: Graph) -> AsyncGenerator[SnapshotCache]:
    """A cache that follows the log, after its first load."""
    snapshots = SnapshotCache(graph, 5)
    await snapshots.current()
    task = asyncio.create_task(snapshots.follow())
    yield snapshots
    assert not task.done()
    task.cancel()
    await asyncio.wait({task})
    await snapshots.close()


async def happens(what: Callable[[], Any]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not what():  # noqa: ASYNC110 - there is no event
            await asyncio.sleep(0.01)


def deadline(seconds: float = PATIENCE) -> float:
    return asyncio.get_running_loop().time() + seconds


@pytest.mark.thorough
async def test_first_answer_after_an_import_into_an_empty_graph_is_right(graph: Graph, loads: Loads) -> None:
    snapshots = SnapshotCache(graph, 5)
    assert len((await snapshots.current()).columns.events.ids) == 0
    await import_folder(graph, SEED)
    current = await snapshots.current(deadline())
    assert (len(current.columns.events.ids), current.as_of.behind) == (200, 0)


@pytest.mark.thorough
async def test_answer_without_any_reuse_is_no_answer_while_an_import_is_read(graph: Graph, loads: Loads) -> None:
    snapshots = SnapshotCache(graph, 5)
    await snapshots.current()
    await import_folder(graph, SEED)
    loads.proceed.clear()
    with pytest.raises(Timeout):
        await snapshots.current(deadline(0.2))
    loads.proceed.set()
    assert len((await snapshots.current(deadline())).columns.events.ids) == 200


@pytest.mark.thorough
async def test_callers_wait_for_a_reload_and_then_get_the_old_columns_with_their_age(graph: Graph, loads: Loads) -> None:
    await import_folder(graph, SEED)
    snapshots = SnapshotCache(graph, 5)
    before = await snapshots.current()
    await graph.command(BATCH)
    await graph.command(BATCH)
    loads.proceed.clear()
    old = await snapshots.current(deadline(0.5))
    assert old.columns is before.columns
    assert (old.as_of.activity, old.as_of.at, old.as_of.behind) == (before.as_of.activity, before.as_of.at, 2)
    waiting = asyncio.create_task(snapshots.current(deadline()))
    await happens(lambda: loads.count == 2)
    loads.proceed.set()
    new = await waiting
    assert (new.as_of.activity, new.as_of.behind) == (before.as_of.activity + 2, 0)


@pytest.mark.thorough
async def test_columns_are_renewed_although_nobody_asks(graph: Graph, loads: Loads) -> None:
    await add_person(graph, AddPerson(name="The first"))  # an empty graph has no id yet, and the first write makes it another graph
    async with following(graph) as snapshots:
        person = await add_person(graph, AddPerson(name="Somebody"))
        await happens(lambda: snapshots.as_of == person.seq)
        assert loads.count == 1
        await import_folder(graph, SEED)
        last = await graph.read("MATCH (s:Sequence) RETURN s.value")
        await happens(lambda: snapshots.as_of == last)


@pytest.mark.thorough
async def test_import_in_many_batches_causes_few_loads(graph: Graph, loads: Loads, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "ROWS_PER_BATCH", 40)
    monkeypatch.setattr(snapshot, "IMPORT_PAUSE", 3.0)
    async with following(graph) as snapshots:
        await import_folder(graph, SEED)
        last = await graph.read("MATCH (s:Sequence) RETURN s.value")
        assert last > 20
        await happens(lambda: snapshots.as_of == last)
        assert loads.count < last / 3


@pytest.mark.thorough
async def test_import_that_goes_on_does_not_keep_the_columns_old(graph: Graph, loads: Loads, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "LONGEST_IMPORT", 1.0)
    monkeypatch.setattr(snapshot, "PAUSE_PER_LOAD", 0.0)
    await import_folder(graph, SEED)
    async with following(graph) as snapshots:
        first = snapshots.as_of
        assert first is not None

        async def write_batches() -> None:
            while True:
                await graph.command(BATCH)
                await asyncio.sleep(0.05)

        writing = asyncio.create_task(write_batches())
        await happens(lambda: (snapshots.as_of or 0) > first)
        await happens(lambda: loads.count > 3)
        writing.cancel()
        await asyncio.wait({writing})


@pytest.mark.thorough
async def test_callers_wait_for_a_reload_after_one_that_ended_while_an_import_went_on(
    graph: Graph, loads: Loads, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "LONGEST_IMPORT", 0.1)
    monkeypatch.setattr(snapshot, "PAUSE_PER_LOAD", 0.0)
    monkeypatch.setattr(snapshot, "IMPORT_PAUSE", 1.0)
    await import_folder(graph, SEED)
    snapshots = SnapshotCache(graph, 5)
    first = (await snapshots.current()).as_of.activity

    async def write_batches() -> None:
        while True:
            await graph.command(BATCH)

    async with asyncio.TaskGroup() as tasks:
        writing = tasks.create_task(write_batches())
        while await graph.read("MATCH (s:Sequence) RETURN s.value") == first:  # noqa: ASYNC110 - there is no event
            await asyncio.sleep(0.01)
        await snapshots.current(deadline())
        await happens(lambda: (snapshots.as_of or 0) > first)
        writing.cancel()

    monkeypatch.setattr(activity_log, "MAX_ENTRIES", 0)  # the next refresh loads everything at once
    loads.proceed.clear()
    await graph.command(BATCH)
    starting = asyncio.create_task(snapshots.current(deadline()))
    await happens(lambda: loads.count == 3)
    waiting = asyncio.create_task(snapshots.current(deadline()))
    await asyncio.wait({waiting}, timeout=1.0)
    loads.proceed.set()
    assert (await waiting).as_of.behind == 0
    await starting
    await snapshots.close()


@pytest.mark.thorough
async def test_failed_refresh_is_tried_again(graph: Graph, loads: Loads, caplog: pytest.LogCaptureFixture) -> None:
    async with following(graph) as snapshots:
        with caplog.at_level(logging.WARNING):
            await graph.command("CREATE (:Lesson {id: 'broken', learnedOn: 'not a date'})")
            await graph.command(f"MERGE (:Sequence {{name: 'activity', value: 0}}) WITH * {BATCH}")
            await happens(lambda: "could not be updated" in caplog.text)
        assert snapshots.as_of == 0
        await graph.command("MATCH (lesson:Lesson) DELETE lesson")
        await happens(lambda: snapshots.as_of == 1)
