"""Cost of the columns of one worker: python -m tests.benchmarks.columns --size L

For an organisation of size S, L or XL (generated as in the reading benchmark and kept, including the changes written here): the time of a
full load compared with the plain driver fetching the same rows and discarding them; the delay until a change is visible; and memory use.
"""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import fields, is_dataclass
from operator import itemgetter
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import platformdirs
from neo4j import Driver

from graph_service.analysis.columns import reading
from graph_service.analysis.columns.column_store import Columns
from graph_service.analysis.columns.snapshot import SnapshotCache, load
from graph_service.analysis.columns.statements import ROWS_STATEMENTS
from graph_service.domain.commands import CommandResult
from graph_service.domain.lessons.record import RecordLesson, record_lesson
from graph_service.domain.organisation.memberships import MoveMember, move_member
from graph_service.domain.organisation.people import AddPerson, add_person
from graph_service.domain.reuses import RecordReuse, record_reuse
from graph_service.graph import Graph, connect
from graph_service.settings import Settings
from tests.benchmarks.reading.kept_graph import bare_driver, kept_graph
from tests.benchmarks.reading.seeded_organisation import SIZES

MIN_GROUP = 5
ROUNDS = 3


def fetch_bare(driver: Driver) -> float:
    """Seconds the plain driver takes to fetch all rows."""
    began = perf_counter()
    with driver.session() as session:
        for statement in ROWS_STATEMENTS.values():
            rows: list[Any] = []
            while True:
                after = rows[-1][0] if rows else ""
                page = session.run(statement, {"after": after, "page": reading.PAGE, "ids": []}).single(strict=True)[0]
                rows += page
                if len(page) < reading.PAGE:
                    break
    return perf_counter() - began


async def read_all(graph: Graph) -> tuple[float, Columns]:
    """Seconds until the columns are built, and the columns."""
    began = perf_counter()
    columns = (await load(graph, MIN_GROUP)).columns
    return perf_counter() - began, columns


async def changes(graph: Graph, columns: Columns) -> AsyncIterator[tuple[str, Callable[[], Awaitable[CommandResult]]]]:
    """Commands of the PMO by name; different nodes on each call."""
    people, lessons, projects, departments = columns.people.ids, columns.lessons.ids, columns.projects.ids, columns.departments.ids
    for at in range(5):
        person, lesson, project = people[7 * at], lessons[11 * at], projects[at]
        reuse = RecordReuse(lesson=lesson, person=person, project=project)
        yield "a reuse is recorded", lambda reuse=reuse: record_reuse(graph, reuse)
        told = RecordLesson(title="A lesson", learned_on="2026-01-01", learners=[person], project=project, status="PUBLISHED", confirm=True)
        yield "a lesson is recorded", lambda told=told: record_lesson(graph, told)
        yield "a person is added", lambda: add_person(graph, AddPerson(name="Somebody", department=departments[0]))
        home = departments[(at * 5 + columns.as_of) % len(departments)]  # a different department on each run
        yield "a person moves", lambda person=person, home=home: move_member(graph, MoveMember(person=person, department=home))


async def time_changes(graph: Graph, columns: Columns) -> dict[str, list[float]]:
    """Seconds from the end of each change until a query sees it."""
    snapshots = SnapshotCache(graph, MIN_GROUP)
    await snapshots.current()
    taken: dict[str, list[float]] = {}
    async for name, change in changes(graph, columns):
        written = await change()
        began = perf_counter()
        while (await snapshots.current()).as_of.activity < written.seq:
            pass
        taken.setdefault(name, []).append(perf_counter() - began)
    return taken


def bytes_of(columns: Any) -> int:
    """Memory of arrays and ids in bytes."""
    if isinstance(columns, np.ndarray):
        return columns.nbytes
    if is_dataclass(columns):
        return sum(bytes_of(getattr(columns, field.name)) for field in fields(columns))
    if isinstance(columns, tuple | list):
        return sys.getsizeof(columns) + sum(sys.getsizeof(one) if isinstance(one, str) else bytes_of(one) for one in columns)
    return 0


async def measure(data: Path, size: str) -> None:
    """Prints the results for one size."""
    async with kept_graph(data, size) as neo4j, connect(neo4j.settings(Settings())) as graph:
        with bare_driver(neo4j) as driver:
            bare, ours = list[float](), list[tuple[float, Columns]]()
            for _ in range(ROUNDS):
                bare.append(await asyncio.to_thread(fetch_bare, driver))
                ours.append(await read_all(graph))
        seconds, columns = min(ours, key=itemgetter(0))
        print(f"{size}: {len(columns.lessons.ids):,} lessons, {len(columns.events.ids):,} reuses, {len(columns.people.ids):,} people")
        print(f"  everything read in {seconds:.1f} s; the bare driver fetches the rows in {min(bare):.1f} s: {seconds / min(bare):.2f}")
        print(f"  columns: {bytes_of(columns) / 1e6:.0f} MB, {bytes_of(columns) / len(columns.events.ids):.0f} bytes a reuse")
        for name, times in (await time_changes(graph, columns)).items():
            print(f"  {name}: seen after {1000 * sorted(times)[len(times) // 2]:.0f} ms")


def main() -> None:
    """Runs one size after the other."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--size", nargs="+", choices=SIZES, default=["S"])
    arguments.add_argument("--data", type=Path, default=platformdirs.user_cache_path("graph-service") / "columns")
    given = arguments.parse_args()
    for size in given.size:
        asyncio.run(measure(given.data, size))


if __name__ == "__main__":
    main()
