"""Columns refreshed from the log equal columns loaded from scratch, and no request waits long for a refresh."""

import ast
import asyncio
from collections import Counter
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import pytest

from graph_service.analysis.columns import snapshot
from graph_service.analysis.columns.invalidation import SUBJECT_LABELS, UNPREDICTABLE
from graph_service.analysis.columns.snapshot import Snapshot, SnapshotCache, apply_log, load
from graph_service.analysis.facts.arrays import day_number
from graph_service.callers import LOCAL_CALLER
from graph_service.domain.organisation.departments import CloseDepartment, CreateDepartment, close_department, create_department
from graph_service.domain.projects import StartProject, start_project
from graph_service.graph import Graph
from tests.analysis.columns.random_verbs import RandomVerbs
from tests.seeding import wipe

ACTIONS = {*SUBJECT_LABELS, "undo"}
DOMAIN = Path(__file__).parents[3] / "graph_service" / "domain"


def differences(one: Any, other: Any, path: str = "columns") -> list[str]:
    """The paths at which two snapshots differ, each with both values."""
    if is_dataclass(one):
        return [
            found
            for field in fields(one)
            if field.name != "memo"
            for found in differences(getattr(one, field.name), getattr(other, field.name), f"{path}.{field.name}")
        ]
    if isinstance(one, np.ndarray):
        same = one.dtype == other.dtype and np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
        return [] if same else [f"{path}: {one!r} instead of {other!r}"]
    if isinstance(one, tuple) and len(one) == len(other):
        return [found for at, (a, b) in enumerate(zip(one, other, strict=True)) for found in differences(a, b, f"{path}[{at}]")]
    return [] if one == other else [f"{path}: {one!r} instead of {other!r}"]


async def refresh(graph: Graph, snapshot: Snapshot, min_group: int) -> Snapshot:
    """The snapshot with the changes listed in the log; everything loaded again where the log cannot explain them."""
    return await apply_log(graph, snapshot, min_group) or await load(graph, min_group)


@pytest.mark.parametrize(
    ("seeds", "rounds"), [pytest.param([16], 4, marks=pytest.mark.exhaustive), pytest.param([0, 1, 2], 90, marks=pytest.mark.thorough)]
)
async def test_refreshed_columns_equal_loaded_columns_after_random_commands(graph: Graph, seeds: list[int], rounds: int) -> None:
    done: Counter[str] = Counter()
    for seed in seeds:
        await wipe(graph)
        company = RandomVerbs(graph, seed)
        await company.found_company()
        refreshed = await load(graph, 2)
        for _ in range(rounds):
            for _ in range(company.random.choice([1, 1, 1, 3])):
                await company.act(company.random.choice([None, *sorted(ACTIONS - done.keys() - company.done.keys())]))
            refreshed = await refresh_like_load(graph, refreshed, company)
        for _ in range(8):
            await company.act("undo")
            refreshed = await refresh_like_load(graph, refreshed, company)
        # At the end, the commands that were never accepted, some of which need a lesson that waits for its review.
        for _ in range(40 if rounds >= 30 and seed == seeds[-1] else 0):
            for action in ("recordLesson", "submitLesson", *sorted(ACTIONS - done.keys() - company.done.keys())):
                await company.act(action)
            refreshed = await refresh_like_load(graph, refreshed, company)
            if done.keys() | company.done.keys() == ACTIONS:
                break
        done |= company.done
    assert rounds < 30 or set(done) == ACTIONS  # each was accepted at least once


async def refresh_like_load(graph: Graph, refreshed: Snapshot, company: RandomVerbs) -> Snapshot:
    """The refreshed snapshot, which equals a loaded one. What refers to a removed node is not known, so everything is loaded again then."""
    applied, loaded = await apply_log(graph, refreshed, 2), await load(graph, 2)
    assert applied is not None or company.removed
    company.removed = False
    assert applied is None or differences(applied, loaded, "snapshot") == []
    return applied or loaded


def handled_actions() -> set[str]:
    """The actions of domain/, read from its decorators."""
    trees = [ast.parse(file.read_text()) for file in DOMAIN.rglob("*.py")]
    marks = [mark for tree in trees for node in ast.walk(tree) if isinstance(node, ast.AsyncFunctionDef) for mark in node.decorator_list]
    actions = [mark.args[0] for mark in marks if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "command_handler"]
    return {ast.literal_eval(action) for action in actions if isinstance(action, ast.Constant)}  # undo has its action in a constant


def test_every_command_has_subject_labels() -> None:
    assert handled_actions() == SUBJECT_LABELS.keys() | UNPREDICTABLE


@pytest.mark.thorough
async def test_incomplete_log_causes_a_full_load(graph: Graph) -> None:
    company = RandomVerbs(graph, 7)
    await company.found_company()
    refreshed = await load(graph, 2)
    hidden = "MATCH (lesson:Lesson) WITH lesson LIMIT 1 SET lesson.wentWell = 'not in the log', lesson.publishedOn = date('2025-02-02')"
    for command in (
        "MATCH (activity:Activity) WITH activity ORDER BY activity.seq DESC LIMIT 1 DELETE activity",  # a gap
        "MATCH (s:Sequence) SET s.value = s.value + 1 CREATE (:Activity {seq: s.value, action: 'somethingNew', subjectId: 'x'})",
        "MATCH (s:Sequence) SET s.value = s.value + 1 CREATE (:Activity {seq: s.value, action: 'IMPORT'})",
        "CREATE (:Activity {seq: -1, action: 'publishLesson', subjectLabel: 'Lesson', subjectId: 'x'})",  # a late entry
    ):
        await company.act("addPerson")
        await graph.command(hidden)
        await graph.command(command)
        refreshed, loaded = await refresh(graph, refreshed, 2), await load(graph, 2)
        assert differences(refreshed, loaded, "snapshot") == []
        await graph.command("MATCH (lesson:Lesson) SET lesson.wentWell = NULL")


@pytest.mark.thorough
async def test_reference_to_an_unknown_node_causes_a_full_load(graph: Graph) -> None:
    company = RandomVerbs(graph, 8)
    await company.found_company()
    refreshed = await load(graph, 2)
    await graph.command(
        "MATCH (lesson:Lesson) WITH lesson ORDER BY lesson.id LIMIT 1 CREATE (lesson)-[:ABOUT]->(:Topic {id: 'half an import'})"
    )
    first = min(company.ids["lesson"])
    await graph.command(
        "MATCH (s:Sequence) SET s.value = s.value + 1 "
        "CREATE (:Activity {seq: s.value, action: 'reviseLesson', subjectLabel: 'Lesson', subjectId: $id})",
        {"id": first},
    )
    refreshed = await refresh(graph, refreshed, 2)
    assert "half an import" in refreshed.columns.topics.ids
    assert differences(refreshed, await load(graph, 2), "snapshot") == []


async def test_closing_a_department_ends_its_ownership_of_projects(graph: Graph) -> None:
    day, now = "2025-12-01", dict[str, Any](now=datetime(2026, 1, 1, tzinfo=UTC), caller=LOCAL_CALLER)
    for id_ in ("yard", "works"):
        await create_department(graph, CreateDepartment(id=id_, name=id_), **now)
    await start_project(graph, StartProject(id="shed", name="Shed", started_on="2025-01-01", owner="yard"), **now)
    before = await load(graph, 2)
    await close_department(graph, CloseDepartment(department="yard", on=day), **now)
    refreshed = await apply_log(graph, before, 2)
    assert refreshed is not None
    assert refreshed.columns.ownerships.until.tolist() == [day_number(date(2025, 12, 1))]
    assert differences(refreshed, await load(graph, 2), "snapshot") == []


async def test_writer_sees_its_own_write(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "REFRESH_WAIT_SECONDS", 60.0)
    company, snapshots = RandomVerbs(graph, 9), SnapshotCache(graph, 5)
    await company.found_company()
    before = (await snapshots.current()).columns
    for count in range(1, 6):
        await company.act("addPerson")
        assert len((await snapshots.current()).columns.people.ids) == len(before.people.ids) + count


@pytest.mark.thorough
async def test_requests_do_not_wait_for_a_slow_refresh(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    company, snapshots = RandomVerbs(graph, 9), SnapshotCache(graph, 5)
    await company.found_company()
    await graph.command("CREATE (:Reuse {id: 'r', reusedOn: date('2025-01-01'), scope: 'UNATTRIBUTED'})-[:REUSE_OF]->(:Lesson {id: 'l'})")
    before = await snapshots.current()
    proceed = asyncio.Event()

    async def apply_slowly(*arguments: Any) -> Any:
        await proceed.wait()
        return await apply_log(*arguments)

    monkeypatch.setattr(snapshot, "apply_log", apply_slowly)
    monkeypatch.setattr(snapshot, "REFRESH_WAIT_SECONDS", 0.2)
    await company.act("addPerson")
    began = perf_counter()
    behind = await snapshots.current()
    assert behind.columns is before.columns
    assert (behind.as_of.activity, behind.as_of.at, behind.as_of.behind) == (before.as_of.activity, before.as_of.at, 1)
    assert await asyncio.gather(*(snapshots.current() for _ in range(50))) == [behind] * 50
    assert perf_counter() - began < 5
    monkeypatch.setattr(snapshot, "REFRESH_WAIT_SECONDS", 60.0)
    proceed.set()
    after = await snapshots.current()
    assert len(after.columns.people.ids) == len(before.columns.people.ids) + 1
    assert (after.as_of.activity, after.as_of.behind) == (before.as_of.activity + 1, 0)


async def test_load_in_progress_is_cancelled_on_close(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    began, snapshots = asyncio.Event(), SnapshotCache(graph, 5)

    async def load_endlessly(*_: Any) -> Any:
        began.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(snapshot, "load", load_endlessly)
    request = asyncio.create_task(snapshots.current())
    await began.wait()
    await snapshots.close()
    with pytest.raises(asyncio.CancelledError):
        await request


async def test_restored_backup_causes_a_full_load(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "REFRESH_WAIT_SECONDS", 60.0)
    company, snapshots = RandomVerbs(graph, 10), SnapshotCache(graph, 5)
    await company.found_company()
    assert len((await snapshots.current()).columns.people.ids) == 4
    await wipe(graph)
    assert len((await snapshots.current()).columns.people.ids) == 0
